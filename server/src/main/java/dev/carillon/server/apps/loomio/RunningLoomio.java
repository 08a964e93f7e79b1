package dev.carillon.server.apps.loomio;

import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Broker;
import dev.carillon.core.Instruments;
import dev.carillon.core.Interest;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Services;
import dev.carillon.core.StoreException;
import dev.carillon.server.apps.loomio.LoomioSettings.Records;
import dev.carillon.server.support.StopSignal;
import dev.carillon.socketio.DynamicNamespace;
import dev.carillon.socketio.Event;
import dev.carillon.socketio.Json;
import dev.carillon.socketio.Namespace;
import dev.carillon.socketio.Socket;
import dev.carillon.socketio.SocketIo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loomio on a gateway.
///
/// **Threads.** The broker's thread relays messages, virtual threads let clients in, and one more
/// reads the rooms of those who are here again and again. Safe for any thread.
final class RunningLoomio implements RunningApp {
  private static final Logger log = LoggerFactory.getLogger(RunningLoomio.class);
  private static final String NAME = LoomioApp.NAME;
  private static final String NOTICE_ROOM = "notice";
  private static final Pattern LEGACY = Pattern.compile("/records[^,\\p{Cntrl}]{0,100}");

  private final Records settings;
  private final @Nullable Bots bots;
  private final @Nullable Editing editing;
  private final EditingSettings editors;
  private final SocketIo io;
  private final @Nullable DynamicNamespace legacy;
  private final Routing routing;
  private final UserRooms users;
  private final Catchup catchup;
  private final Broker.Subscription records;
  private final Broker.Subscription notices;
  private final StopSignal stop = new StopSignal();

  /// @param bots closed with this; `null`: there are none
  /// @param editing likewise
  RunningLoomio(
      LoomioSettings all, Services services, @Nullable Bots bots, @Nullable Editing editing) {
    Records settings = all.records;
    Instruments instruments = services.instruments();
    this.settings = settings;
    this.bots = bots;
    this.editing = editing;
    this.editors = all.editing;
    this.routing = new Routing(settings, NAME, services.clock(), instruments);
    this.users = new UserRooms(services.store(), NAME, services.clock(), instruments);
    this.catchup = new Catchup(services.store(), settings, NAME, instruments);
    this.io = SocketIo.create(NAME, settings.socketIo()).use(this::admit);
    this.legacy = settings.legacyNamespace ? legacy() : null;
    Broker broker = services.broker();
    this.records = broker.subscribe(Routing.RECORDS, (channel, message) -> relayRecords(message));
    this.notices = broker.subscribe(Routing.NOTICE, (channel, message) -> relayNotice(message));
    if (settings.membershipRefresh.isPositive()) {
      var failures = new LogLimit(services.clock(), NAME);
      Thread.ofVirtual()
          .name("loomio-reread")
          .start(new Rereading(settings, users, this::sockets, stop, failures));
    }
  }

  private DynamicNamespace legacy() {
    return io.of(LEGACY)
        .use(this::admit)
        .onConnection(socket -> socket.on("catchup", this::catchUp));
  }

  @Override
  public List<Mount> mounts() {
    if (editing == null) {
      return List.of(Mount.on(settings.bind, settings.port, io));
    }
    boolean samePort =
        editors.port == settings.port && editors.bind.equals(settings.bind) && settings.port != 0;
    return samePort
        ? List.of(Mount.on(settings.bind, settings.port, io, editing.endpoint()))
        : List.of(
            Mount.on(settings.bind, settings.port, io),
            Mount.on(editors.bind, editors.port, editing.endpoint()));
  }

  @Override
  public CompletionStage<?> ready() {
    return records.established().thenCombine(notices.established(), (first, second) -> this);
  }

  @Override
  public Interest interestIn(String channel, byte[] message) {
    boolean heard = channel.equals(Routing.RECORDS) || channel.equals(Routing.NOTICE);
    return heard ? Interest.HEARD : Interest.NONE;
  }

  /// Lets go of the broker and stops reading rooms.
  @Override
  public void close() {
    stop.stop();
    records.close();
    notices.close();
    if (bots != null) {
      bots.close();
    }
    if (editing != null) {
      editing.close();
    }
  }

  static @Nullable String token(Socket socket) {
    return socket.handshake().query().get("channel_token");
  }

  // ---- in ----

  /// Puts a connection into its rooms.
  ///
  /// @throws StoreException if the store does not answer; then this is called again after a while
  private void admit(Socket socket) {
    CurrentUser user = users.userOf(token(socket));
    socket.identify(user.principal());
    // Only a returning client is in any rooms by now.
    Set<String> now = socket.recovered() ? socket.rooms().toCompletableFuture().join() : Set.of();
    RoomChange change = RoomChange.between(now, user.rooms());
    socket.leave(change.leave().toArray(String[]::new));
    socket.join(change.join().toArray(String[]::new));
    socket.join(NOTICE_ROOM);
  }

  private List<Socket> sockets() {
    List<Socket> all = new ArrayList<>(io.main().sockets());
    legacyNamespaces().forEach(namespace -> all.addAll(namespace.sockets()));
    return all;
  }

  private List<Namespace> legacyNamespaces() {
    return legacy == null ? List.of() : legacy.children();
  }

  // ---- out ----

  // Every node gets these messages from the broker by itself, hence local().

  private void relayRecords(byte[] message) {
    String room = routing.roomOf(message).orElse(null);
    if (room != null) {
      Json json = Json.raw(message);
      io.local().to(room).emit("records", json);
      legacyNamespaces().forEach(namespace -> namespace.local().to(room).emit("update", json));
    }
  }

  private void relayNotice(byte[] message) {
    if (routing.isNotice(message)) {
      Json json = Json.raw(message);
      io.local().emit("notice", json);
      legacyNamespaces().forEach(namespace -> namespace.local().emit("update", json));
    }
  }

  private void catchUp(Event event) {
    if (!event.wantsAck()) {
      return;
    }
    if (event.args().size() == 0) {
      event.ack(Json.raw(Catchup.NOTHING.clone()));
      return;
    }
    try {
      event.ack(
          Json.raw(
              catchup.answer(
                  event.args().get(0), event.socket().rooms().toCompletableFuture().join())));
    } catch (StoreException e) {
      // An empty answer would say that nothing was missed. Without one the client goes on, too.
      log.debug("catchup not answered: reason=store-unavailable");
    }
  }
}

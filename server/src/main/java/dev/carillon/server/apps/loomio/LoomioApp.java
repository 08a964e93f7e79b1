package dev.carillon.server.apps.loomio;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Services;
import dev.carillon.core.StoreException;
import dev.carillon.server.apps.loomio.LoomioSettings.Records;
import dev.carillon.server.support.StopSignal;
import dev.carillon.socketio.DynamicNamespace;
import dev.carillon.socketio.Event;
import dev.carillon.socketio.Json;
import dev.carillon.socketio.Namespace;
import dev.carillon.socketio.RecoverySettings;
import dev.carillon.socketio.Socket;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import dev.carillon.socketio.TryAgainLater;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loomio's record updates and notices, as its channel server served them.
///
/// A connection enters with a token, from which the store tells its rooms; what the backend publishes
/// on `/records` goes to the members of the room that it names, what it publishes on
/// `/system_notice` to everybody. Clients say nothing, apart from the `catchup` of older ones.
///
/// A client hears that it is connected only after its rooms are known and the broker has confirmed
/// the subscriptions; until then it is held, and after a while its connection is closed so that it
/// returns by itself. A returning client's rooms are read anew before anything is replayed.
///
/// **Threads.** The broker's thread relays messages, virtual threads let clients in, and one more
/// reads the rooms of those who are here again and again. Safe for any thread.
public final class LoomioApp implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LoomioApp.class);
  private static final String NAME = "loomio";
  private static final String NOTICE_ROOM = "notice";
  private static final Pattern LEGACY = Pattern.compile("/records[^,\\p{Cntrl}]{0,100}");
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  /// What there is once the gateway has started. Immutable.
  private record Parts(
      Broker broker,
      Clock clock,
      Routing routing,
      UserRooms users,
      Catchup catchup,
      LogLimit storeFailures) {}

  private final Records settings;
  private final SocketIo io;
  private final @Nullable DynamicNamespace legacy;
  private final StopSignal stop = new StopSignal();
  private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
  private final List<Broker.Subscription> subscriptions = new ArrayList<>(); // guarded by this
  private volatile @Nullable Parts parts;

  /// Makes the app; it serves clients once the gateway and then the app are started.
  ///
  /// @param socketIo how the endpoint behaves, best made from [#socketIo()]
  public LoomioApp(Records settings, SocketIoSettings socketIo) {
    this.settings = settings;
    this.io = SocketIo.create(NAME, socketIo);
    io.use(this::admit);
    this.legacy =
        settings.legacyNamespace
            ? io.of(LEGACY)
                .use(this::admit)
                .onConnection(socket -> socket.on("catchup", this::catchUp))
            : null;
  }

  /// Returns the protocol settings that Loomio's clients expect.
  ///
  /// Recovery for 30 minutes, with the rooms asked for again on return. No channel between nodes, since
  /// each of them hears of everything from the backend; so a Redis user needs no more rights than the
  /// original's. Origins are left at the
  /// default, the same origin only: the web app is usually another one and has to be allowed.
  public static SocketIoSettings socketIo() {
    return SocketIoSettings.defaults()
        .withCluster(false)
        .withRecovery(
            RecoverySettings.defaults()
                .withWindow(Duration.ofMinutes(30))
                .withSkipMiddlewares(false));
  }

  /// Returns what is to be mounted on a port.
  public SocketIo endpoint() {
    return io;
  }

  /// Subscribes, and begins to let clients in. Called once.
  ///
  /// @param services what the gateway lends
  /// @return completes when the broker has confirmed the subscriptions
  public synchronized CompletionStage<Void> start(Services services) {
    if (parts != null || stop.stopped()) {
      throw new IllegalStateException("started before");
    }
    Broker broker = services.broker();
    Clock clock = services.clock();
    Instruments instruments = services.instruments();
    var started =
        new Parts(
            broker,
            clock,
            new Routing(settings, NAME, clock, instruments),
            new UserRooms(services.store(), NAME, clock, instruments),
            new Catchup(services.store(), settings, NAME, instruments),
            new LogLimit(clock, NAME));
    parts = started;
    Broker.Subscription records =
        broker.subscribe(
            Routing.RECORDS, (channel, message) -> relayRecords(started.routing, message));
    Broker.Subscription notices =
        broker.subscribe(
            Routing.NOTICE, (channel, message) -> relayNotice(started.routing, message));
    subscriptions.add(records);
    subscriptions.add(notices);
    records
        .confirmed()
        .thenCombine(notices.confirmed(), (first, second) -> subscribed.complete(null));
    if (settings.membershipRefresh.isPositive()) {
      Thread.ofVirtual()
          .name("loomio-reread")
          .start(
              new Rereading(settings, started.users, this::sockets, stop, started.storeFailures));
    }
    return subscribed.minimalCompletionStage();
  }

  /// Lets go of the broker and stops reading rooms; the endpoint is closed by its services.
  /// Idempotent.
  @Override
  public synchronized void close() {
    stop.stop();
    subscriptions.forEach(Broker.Subscription::close);
  }

  static @Nullable String token(Socket socket) {
    return socket.handshake().query().get("channel_token");
  }

  // ---- in ----

  private void admit(Socket socket) throws TryAgainLater {
    long until = Long.MAX_VALUE;
    Duration pause = SHORTEST_PAUSE;
    while (true) {
      Parts started = parts;
      if (started != null) {
        if (isReady(started.broker) && place(socket, started)) {
          return;
        }
        long now = started.clock.millis();
        until = Math.min(until, now + settings.patience.toMillis());
        if (now >= until) {
          throw new TryAgainLater("broker or store not available");
        }
      }
      if (stop.pause(pause)) {
        throw new TryAgainLater("stopping");
      }
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }
  }

  private boolean isReady(Broker broker) {
    return subscribed.isDone() && broker.state() == Broker.State.READY;
  }

  /// Puts a connection into its rooms.
  ///
  /// @return false if the store did not answer
  private static boolean place(Socket socket, Parts parts) {
    try {
      CurrentUser user = parts.users.userOf(token(socket));
      socket.identify(user.principal());
      // Only a returning client is in any rooms by now.
      Set<String> now = socket.recovered() ? socket.rooms().toCompletableFuture().join() : Set.of();
      RoomChange change = RoomChange.between(now, user.rooms());
      socket.leave(change.leave().toArray(String[]::new));
      socket.join(change.join().toArray(String[]::new));
      socket.join(NOTICE_ROOM);
      return true;
    } catch (RuntimeException e) {
      // A StoreException, or whatever a store throws that is being closed. To let it through would
      // refuse the client, which then stays away for good.
      parts.storeFailures.warn(log, "clients held", "reason", "store-unavailable");
      return false;
    }
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

  private void relayRecords(Routing routing, byte[] message) {
    String room = routing.roomOf(message).orElse(null);
    if (room != null) {
      Json json = Json.raw(message);
      io.local().to(room).emit("records", json);
      legacyNamespaces().forEach(namespace -> namespace.local().to(room).emit("update", json));
    }
  }

  private void relayNotice(Routing routing, byte[] message) {
    if (routing.isNotice(message)) {
      Json json = Json.raw(message);
      io.local().emit("notice", json);
      legacyNamespaces().forEach(namespace -> namespace.local().emit("update", json));
    }
  }

  private void catchUp(Event event) {
    Parts started = parts;
    if (!event.wantsAck() || started == null) {
      return;
    }
    if (event.args().size() == 0) {
      event.ack(Json.raw(Catchup.NOTHING.clone()));
      return;
    }
    try {
      event.ack(
          Json.raw(
              started.catchup.answer(
                  event.args().get(0), event.socket().rooms().toCompletableFuture().join())));
    } catch (StoreException e) {
      // An empty answer would say that nothing was missed. Without one the client goes on, too.
      log.debug("catchup not answered: reason=store-unavailable");
    }
  }
}

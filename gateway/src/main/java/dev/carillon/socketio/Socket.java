package dev.carillon.socketio;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Member;
import dev.carillon.core.Message;
import dev.carillon.core.Principal;
import dev.carillon.core.RoomGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client in one namespace.
///
/// All public methods may be called from any thread. Handlers run on virtual threads, one at a time
/// per connection. What is sent by one thread arrives in the order in which it was sent.
public final class Socket extends Member {

  private enum State {
    /// Known to the middlewares, not yet to the client.
    CONNECTING,
    CONNECTED,
    DISCONNECTED
  }

  private final Namespace namespace;
  private final Client client;
  private final Handshake handshake;
  private final @Nullable String recoveryId;
  private final boolean recovered;
  private final Handlers handlers = new Handlers();
  private volatile State state = State.CONNECTING;

  /// Whether anybody hears of outgoing events: asked for each of them.
  private volatile boolean hearsOutgoing;

  private volatile @Nullable Map<String, Object> data;

  /// The rooms to join on connecting; then, after the end, those that it was in. Guarded by this.
  private @Nullable Set<String> rooms;

  /// Whether it was sent away while it was connecting. Guarded by this.
  private boolean dismissed;

  /// What was sent to it while it was connecting. Guarded by this.
  private @Nullable List<Runnable> heldBack;

  // Confined to the lane:
  private final PendingAcks pendingAcks = new PendingAcks();
  private long entered;
  private long delivered;
  private long floor;

  Socket(
      Namespace namespace,
      Client client,
      Handshake handshake,
      String id,
      @Nullable String recoveryId,
      @Nullable Session session) {
    super(id, client.lane());
    this.namespace = namespace;
    this.client = client;
    this.handshake = handshake;
    this.recoveryId = recoveryId;
    this.recovered = session != null;
    this.rooms = new LinkedHashSet<>(2);
    if (session != null) {
      this.rooms.addAll(session.rooms().keySet());
      this.data = new ConcurrentHashMap<>(session.data());
      identify(session.principal());
    }
  }

  /// Returns the namespace it is in.
  public Namespace namespace() {
    return namespace;
  }

  /// Returns how the client introduced itself.
  public Handshake handshake() {
    return handshake;
  }

  /// Returns whether this client was away and is back with its id, rooms and data.
  public boolean recovered() {
    return recovered;
  }

  /// Returns whether the client is in the namespace at the moment.
  public boolean connected() {
    return state == State.CONNECTED;
  }

  /// Returns how the client is linked at the moment: `polling` or `websocket`.
  public CompletionStage<String> transport() {
    var answer = new CompletableFuture<String>();
    lane().run(() -> away(answer, client.connection().transport()));
    return answer;
  }

  /// Returns a map for whatever the app keeps with this client, safe for any thread.
  public Map<String, Object> data() {
    Map<String, Object> known = data;
    if (known == null) {
      synchronized (this) {
        known = data;
        if (known == null) {
          known = new ConcurrentHashMap<>(4);
          data = known;
        }
      }
    }
    return known;
  }

  // ---- rooms ----

  /// Puts it into rooms. What is sent to these rooms by the same thread afterwards reaches it.
  ///
  /// @throws IllegalArgumentException for an empty name
  public Socket join(String... names) {
    List<String> all = roomNames(names);
    synchronized (this) {
      if (state == State.CONNECTING && rooms != null) {
        rooms.addAll(all);
        return this;
      }
    }
    if (lane().inLane()) {
      joinInLane(all);
    } else {
      all.forEach(name -> namespace.rooms().joinSoon(this, name));
    }
    return this;
  }

  private void joinInLane(List<String> names) {
    if (state == State.CONNECTED) {
      names.forEach(name -> namespace.rooms().join(this, name));
    }
  }

  /// Asks the server's guard whether it may be in a room, by who it is, and puts it there; [#join] is the app's
  /// own word. Without a guard it may. Blocks, so it is called in handlers and middlewares.
  ///
  /// @return false if it may not, or has gone
  /// @throws IllegalArgumentException for an empty name
  public boolean enter(String room) {
    roomNames(room);
    RoomGuard guard = namespace.io().guard();
    if (!isConnecting()) {
      return namespace.rooms().enter(this, room, guard);
    }
    // It is asked once more where it is let in.
    boolean may = guard.ask(principal(), Set.of(room)).rooms().contains(room);
    if (may) {
      join(room);
    }
    return may;
  }

  private synchronized boolean isConnecting() {
    return state == State.CONNECTING;
  }

  /// Returns the names of rooms that may be joined.
  static List<String> roomNames(String... names) {
    if (List.of(names).contains("")) {
      throw new IllegalArgumentException("a room needs a name");
    }
    return List.of(names);
  }

  /// Takes it out of rooms.
  public Socket leave(String... names) {
    var all = List.of(names);
    synchronized (this) {
      if (state == State.CONNECTING && rooms != null) {
        all.forEach(rooms::remove);
        return this;
      }
    }
    lane().run(() -> all.forEach(name -> namespace.rooms().leave(this, name)));
    return this;
  }

  /// Returns the rooms it is in, its own id included: a snapshot. Completes in the lane's next turn;
  /// during and after disconnecting, tells the rooms it was in.
  public CompletionStage<Set<String>> rooms() {
    var answer = new CompletableFuture<Set<String>>();
    lane().run(() -> away(answer, roomsNow()));
    return answer;
  }

  /// Completes away from the lane: what the app does with the answer may block.
  private static <T> void away(CompletableFuture<T> answer, T value) {
    Thread.startVirtualThread(() -> answer.complete(value));
  }

  /// Returns the rooms it is in, its own id included. In its lane.
  synchronized Set<String> roomsNow() {
    Set<String> all = new LinkedHashSet<>();
    all.add(id());
    all.addAll(rooms != null ? rooms : roomNames());
    return all;
  }

  /// Starts a broadcast to rooms, without this client itself.
  public Broadcast to(String... names) {
    return broadcast().to(names);
  }

  /// The same as [#to].
  public Broadcast in(String... names) {
    return to(names);
  }

  /// Starts a broadcast that leaves out rooms, and this client itself.
  public Broadcast except(String... names) {
    return broadcast().except(names);
  }

  /// Starts a broadcast to all but this client itself.
  public Broadcast broadcast() {
    return new Broadcast(namespace, Target.EVERYBODY.minus(id()));
  }

  // ---- events out ----

  /// Sends an event to this client. What a middleware sends reaches it once it is connected.
  ///
  /// @param args see [Broadcast#emit]
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  public void emit(String event, @Nullable Object... args) {
    send(Outgoing.event(namespace.prefixes(), event, args), false);
  }

  /// Sends an event that the client may miss if it cannot be written to at the moment.
  public void emitVolatile(String event, @Nullable Object... args) {
    send(Outgoing.event(namespace.prefixes(), event, args), true);
  }

  private void send(Outgoing event, boolean isVolatile) {
    synchronized (this) {
      if (state == State.CONNECTING) {
        if (heldBack == null) {
          heldBack = new ArrayList<>(2);
        }
        heldBack.add(() -> namespace.sendTo(this, event, isVolatile));
        return;
      }
    }
    namespace.sendTo(this, event, isVolatile);
  }

  /// Sends what middlewares sent before the client was in.
  void sendHeldBack() {
    List<Runnable> held;
    synchronized (this) {
      held = heldBack == null ? List.of() : heldBack;
      heldBack = null;
    }
    held.forEach(Runnable::run);
  }

  /// Sends an event and waits for the client to acknowledge it.
  ///
  /// The stage fails with a [java.util.concurrent.TimeoutException] when the time is over or the
  /// client has gone.
  public CompletionStage<Arguments> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    EncodedEvent encoded = PacketEncoder.event(event, args);
    var pending = new PendingAck(this, namespace.nextAckId());
    lane()
        .run(() -> {
          if (state != State.CONNECTED) {
            pending.fail("the client is not connected");
            return;
          }
          pendingAcks.add(pending);
          lane().timers().schedule(pending, timeout.toMillis());
          take(
              PacketMessage.event(namespace.name(), pending.id(), encoded, Delivery.now()),
              Set.of(id()));
        });
    return pending.answer();
  }

  void acknowledge(long ackId, EncodedEvent answer) {
    PacketMessage message = PacketMessage.ack(namespace.name(), ackId, answer, Delivery.now());
    lane()
        .run(() -> {
          if (state == State.CONNECTED) {
            client.send(message);
          }
        });
  }

  void forget(PendingAck pending) {
    pendingAcks.take(pending.id());
  }

  // ---- events in ----

  /// Adds a handler for an event.
  public Socket on(String event, EventHandler handler) {
    handlers.add(event, handler);
    return this;
  }

  /// Adds a handler for an event that is called for the next one only.
  public Socket once(String event, EventHandler handler) {
    handlers.addOnce(event, handler);
    return this;
  }

  /// Removes a handler.
  public Socket off(String event, EventHandler handler) {
    handlers.remove(event, handler);
    return this;
  }

  /// Removes all handlers of an event.
  public Socket off(String event) {
    handlers.remove(event);
    return this;
  }

  /// Removes the handlers of all events, those for all events and those for outgoing ones. Middlewares
  /// stay, and so do those who hear of errors and of the end.
  public Socket removeAllListeners() {
    handlers.removeAll();
    hearsOutgoing = false;
    return this;
  }

  /// Adds a handler for all events, called before the others.
  public Socket onAny(EventHandler handler) {
    handlers.addAny(handler);
    return this;
  }

  /// Removes a handler for all events.
  public Socket offAny(EventHandler handler) {
    handlers.removeAny(handler);
    return this;
  }

  /// Removes all handlers for all events.
  public Socket offAny() {
    handlers.removeAny();
    return this;
  }

  /// Adds a listener for all events that are sent to this client, by `emit` or by a broadcast, with or
  /// without an acknowledgement; it gets their names and arguments. Called on a virtual thread, in the
  /// order of their sending and beside the handlers of this client's own events. What a client misses
  /// (volatile) or gets replayed on its return is not told.
  public Socket onAnyOutgoing(BiConsumer<String, Arguments> listener) {
    handlers.addOutgoing(listener);
    hearsOutgoing = true;
    return this;
  }

  /// Removes a listener for outgoing events.
  public Socket offAnyOutgoing(BiConsumer<String, Arguments> listener) {
    handlers.removeOutgoing(listener);
    hearsOutgoing = handlers.hearsOutgoing();
    return this;
  }

  /// Adds a middleware for events: what throws keeps the event from handlers (see [#onError]).
  public Socket use(EventHandler middleware) {
    handlers.addMiddleware(middleware);
    return this;
  }

  /// Adds a listener for what middlewares throw.
  public Socket onError(Consumer<Exception> listener) {
    handlers.addError(listener);
    return this;
  }

  /// Adds a listener that hears why the client goes, while [#rooms()] still tells its rooms.
  public Socket onDisconnecting(Consumer<String> listener) {
    handlers.addDisconnecting(listener);
    return this;
  }

  /// Adds a listener that hears why the client went.
  public Socket onDisconnect(Consumer<String> listener) {
    handlers.addDisconnect(listener);
    return this;
  }

  /// Takes an event. In the lane.
  void onEvent(Packet.Event packet, int bytes) {
    client
        .mailbox()
        .accept(
            () -> {
              if (state == State.CONNECTED) {
                handlers.handle(new Event(this, packet));
              }
            },
            bytes);
  }

  /// Takes an acknowledgement. In the lane. One that nobody waits for any more is ignored.
  void onAck(Packet.Ack packet) {
    PendingAck pending = pendingAcks.take(packet.ackId());
    if (pending != null) {
      lane().timers().cancel(pending);
      pending.complete(packet.arguments());
    } else {
      namespace.localSockets().onAck(packet.ackId(), id(), packet.arguments());
    }
  }

  // ---- the end ----

  /// Sends the client out of the namespace; it does not come back by itself.
  ///
  /// @param closeConnection whether to close the whole connection, with all its namespaces
  public void disconnect(boolean closeConnection) {
    lane()
        .run(() -> {
          if (closeConnection) {
            client.disconnectAll();
          } else {
            client.disconnect(this);
          }
        });
  }

  // ---- for the client it belongs to; in the lane ----

  @Override
  protected void identified() {
    lane()
        .run(() -> {
          if (state == State.CONNECTED && namespace.io().guard().isRevoked(principal())) {
            expel(CloseReason.REVOKED);
          }
        });
  }

  @Override
  protected void expel(CloseReason reason) {
    if (reason.equals(CloseReason.REVOKED)) {
      client.disconnectAll(reason);
    } else {
      client.connection().close(reason);
    }
  }

  /// Takes a message that is to be acknowledged. In the lane.
  ///
  /// @return whether it has gone out, or waits
  boolean takeToAcknowledge(Message message, Collection<String> to) {
    return take(message, to) > 0 || isHeld();
  }

  @Override
  protected int deliver(Message message) {
    if (message.number() != Message.UNNUMBERED) {
      if (message.number() <= floor) {
        return 0;
      }
      delivered = message.number();
    }
    return sendToClient(message);
  }

  /// Sends a message, and tells those who hear of outgoing events. In the lane.
  private int sendToClient(Message message) {
    int bytes = client.send(message);
    if (hearsOutgoing && bytes > 0 && message instanceof PacketMessage packet) {
      client
          .mailbox()
          .execute(() -> {
            Packet.Event event = packet.event();
            if (event != null) {
              handlers.sent(event);
            }
          });
    }
    return bytes;
  }

  Client client() {
    return client;
  }

  @Nullable String recoveryId() {
    return recoveryId;
  }

  /// Returns the rooms to join on connecting; from then on [#join] goes through the lane.
  synchronized Set<String> connect() {
    Set<String> initial = rooms == null ? Set.of() : rooms;
    rooms = null;
    state = State.CONNECTED;
    return initial;
  }

  /// Does what was ordered to a socket that is about to enter. From any thread.
  void carryOut(Order.Move order) {
    synchronized (this) {
      if (state == State.CONNECTING && rooms != null) {
        carryOutOn(rooms, order);
        return;
      }
    }
    // Just let in: those who look for it in its rooms may not see it there yet.
    lane().execute(() -> carryOutInLane(order));
  }

  private void carryOutOn(Set<String> toJoin, Order.Move order) {
    if (!order.target().means(id(), toJoin)) {
      return;
    }
    switch (order) {
      case Order.Join join -> toJoin.addAll(join.rooms());
      case Order.Leave leave -> leave.rooms().forEach(toJoin::remove);
      case Order.Disconnect _ -> dismissed = true;
    }
  }

  private void carryOutInLane(Order.Move order) {
    if (state != State.CONNECTED || !order.target().means(id(), new HashSet<>(roomNames()))) {
      return;
    }
    switch (order) {
      case Order.Join join -> joinInLane(join.rooms());
      case Order.Leave leave -> leave(leave.rooms().toArray(String[]::new));
      case Order.Disconnect disconnect -> disconnect(disconnect.close());
    }
  }

  /// Returns whether it was sent away before it entered.
  synchronized boolean isDismissed() {
    return dismissed;
  }

  /// Takes over what a session that it goes on with has become since.
  synchronized void takeOver(Session session) {
    if (rooms != null) {
      rooms.clear();
      rooms.addAll(session.rooms().keySet());
    }
  }

  /// Returns the rooms that are to be joined, while it is connecting.
  synchronized Set<String> roomsToJoin() {
    return rooms == null ? Set.of() : new HashSet<>(rooms);
  }

  /// Sets where in the history it begins.
  ///
  /// @param enteredAt the number of the latest message when it first entered
  /// @param upTo the number up to which it has, or need not have, everything
  /// @param deliveredUpTo the number of the latest message that was written to it, 0 for none
  void begin(long enteredAt, long upTo, long deliveredUpTo) {
    entered = enteredAt;
    floor = upTo;
    delivered = deliveredUpTo;
  }

  /// Ends it: out of all rooms, and no more messages. Returns whether it was connected.
  boolean end(boolean recoverable, String reason) {
    if (state != State.CONNECTED) {
      state = State.DISCONNECTED;
      return false;
    }
    Set<String> last = new LinkedHashSet<>(roomNames());
    synchronized (this) {
      rooms = last;
      state = State.DISCONNECTED;
    }
    namespace.leave(this, recoverable ? session(last) : null);
    for (PendingAck pending : pendingAcks.takeAll()) {
      lane().timers().cancel(pending);
      pending.fail("the client has gone: " + reason);
    }
    // A listener that is just being told of this socket may still ask to hear of its end.
    if (handlers.hearsTheEnd() || !namespace.connectListeners().isEmpty()) {
      client.mailbox().execute(() -> handlers.disconnecting(reason));
      client.mailbox().execute(() -> handlers.disconnected(reason));
    }
    return true;
  }

  private Recovery.@Nullable SessionMaker session(Set<String> last) {
    String pid = recoveryId;
    if (pid == null) {
      return null;
    }
    Principal who = principal();
    long heldFrom = firstHeld();
    Map<String, Object> kept = data == null ? Map.of() : Map.copyOf(data());
    var rooms = new HashMap<String, Long>();
    last.forEach(room -> rooms.put(room, 0L));
    return (left, now) ->
        new Session(
            id(),
            pid,
            Map.copyOf(rooms),
            kept,
            who,
            entered,
            delivered,
            Math.max(Math.min(left, heldFrom - 1), floor),
            now);
  }
}

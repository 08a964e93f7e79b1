package dev.carillon.socketio;

import dev.carillon.core.Lane;
import dev.carillon.core.Member;
import dev.carillon.core.Message;
import dev.carillon.core.Rooms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A set of sockets that share middlewares, handlers and rooms. Thread-safe.
public final class Namespace {
  private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);

  private final String name;
  private final SocketIo io;
  private final Outgoing.Prefixes prefixes;
  private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
  private final List<Consumer<Socket>> connectListeners = new CopyOnWriteArrayList<>();
  private final AtomicLong ackIds = new AtomicLong();
  private final AtomicInteger visitors = new AtomicInteger();
  private final Map<Long, BroadcastAck> broadcastAcks = new ConcurrentHashMap<>();

  /// Sockets whose middlewares are being asked, and whose admission is not over.
  private final Set<Socket> entering = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Rooms rooms;
  private volatile @Nullable Recovery recovery;

  Namespace(String name, SocketIo io) {
    this.name = name;
    this.io = io;
    this.prefixes = new Outgoing.Prefixes(name);
  }

  /// Takes what the gateway lends, before the first client.
  void start(Rooms startedRooms, @Nullable Recovery startedRecovery) {
    rooms = startedRooms;
    recovery = startedRecovery;
  }

  /// Returns the name, which begins with a slash.
  public String name() {
    return name;
  }

  /// Adds a middleware, asked after those added before.
  public Namespace use(Middleware middleware) {
    middlewares.add(middleware);
    return this;
  }

  /// Adds a listener for sockets that have entered, called on a virtual thread before any of the
  /// socket's events are handled.
  public Namespace onConnection(Consumer<Socket> listener) {
    connectListeners.add(listener);
    return this;
  }

  /// Starts a broadcast to rooms.
  public Broadcast to(String... names) {
    return all().to(names);
  }

  /// The same as [#to].
  public Broadcast in(String... names) {
    return to(names);
  }

  /// Starts a broadcast that leaves out rooms.
  public Broadcast except(String... names) {
    return all().except(names);
  }

  /// Starts a broadcast to all sockets.
  public Broadcast all() {
    return new Broadcast(this, Target.EVERYBODY);
  }

  /// Starts a broadcast to sockets of this node only.
  public Broadcast local() {
    return all().local();
  }

  /// Sends an event to all sockets; see [Broadcast#emit].
  public void emit(String event, @Nullable Object... args) {
    all().emit(event, args);
  }

  /// Means all sockets, which may miss the event where they cannot be written to.
  public Broadcast asVolatile() {
    return all().asVolatile();
  }

  /// Means all sockets, and sets whether what is sent is compressed.
  public Broadcast compress(boolean value) {
    return all().compress(value);
  }

  /// See [Broadcast#emitWithAck]; for all sockets.
  public CompletionStage<Acks> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return all().emitWithAck(timeout, event, args);
  }

  /// See [Broadcast#fetchSockets]; for all sockets.
  public CompletionStage<List<Socket>> fetchSockets() {
    return all().fetchSockets();
  }

  /// See [Broadcast#socketsJoin]; for all sockets.
  public void socketsJoin(String... names) {
    all().socketsJoin(names);
  }

  /// See [Broadcast#socketsLeave]; for all sockets.
  public void socketsLeave(String... names) {
    all().socketsLeave(names);
  }

  /// See [Broadcast#disconnectSockets]; for all sockets.
  public void disconnectSockets(boolean closeConnection) {
    all().disconnectSockets(closeConnection);
  }

  /// Returns the sockets on this node at the moment.
  public Collection<Socket> sockets() {
    return rooms().members().values().stream().map(Socket.class::cast).toList();
  }

  // ---- for the package ----

  /// Notes that a client is about to enter.
  void hold() {
    visitors.incrementAndGet();
  }

  /// Notes that a client has entered, or has not after all.
  void release() {
    visitors.decrementAndGet();
  }

  /// Returns whether anybody is in it, is about to enter or may return to it.
  boolean isInUse() {
    Recovery log = recovery;
    return visitors.get() > 0 || !rooms().members().isEmpty() || (log != null && !log.isIdle());
  }

  SocketIo io() {
    return io;
  }

  /// Has orders reach a socket that is about to enter, until [#entered].
  void entering(Socket socket) {
    entering.add(socket);
  }

  /// A socket has entered, or has not after all.
  void entered(Socket socket) {
    entering.remove(socket);
  }

  List<Middleware> middlewares() {
    return middlewares;
  }

  List<Consumer<Socket>> connectListeners() {
    return connectListeners;
  }

  Outgoing.Prefixes prefixes() {
    return prefixes;
  }

  Rooms rooms() {
    Rooms started = rooms;
    if (started == null) {
      throw new IllegalStateException("the gateway of namespace " + name + " is not started");
    }
    return started;
  }

  @Nullable Recovery recovery() {
    return recovery;
  }

  long nextAckId() {
    return ackIds.getAndIncrement();
  }

  /// Tells the app of a socket that has entered. On the client's mailbox.
  void connected(Socket socket) {
    for (Consumer<Socket> listener : connectListeners) {
      try {
        listener.accept(socket);
      } catch (RuntimeException e) {
        LOG.error("connection listener failed: {}", name, e);
      }
    }
  }

  /// Takes a socket out. In its lane.
  ///
  /// @param session remembers it; `null` to forget it
  void leave(Socket socket, Recovery.@Nullable SessionMaker session) {
    Rooms left = rooms();
    Recovery log = recovery;
    String recoveryId = socket.recoveryId();
    if (log == null || recoveryId == null) {
      left.remove(socket);
      return;
    }
    log.leave(
        recoveryId,
        socket,
        head -> {
          left.remove(socket);
          return left.deliveredUpTo(head, socket.lane());
        },
        session);
  }

  // ---- sending ----

  void emit(Target target, String event, @Nullable Object... args) {
    Cluster cluster = io.cluster();
    if (target.local() || cluster == null) {
      broadcast(Outgoing.event(prefixes, event, args), target);
    } else {
      cluster.give(new Order.Emit(name, target, PacketEncoder.event(event, args)));
    }
  }

  /// Has something done to sockets, on the nodes that the target means.
  void order(Order order) {
    Cluster cluster = io.cluster();
    if (order.target().local() || cluster == null) {
      carryOut(order);
    } else {
      cluster.give(order);
    }
  }

  /// Does what was ordered, on this node: to those who are here, those who are about to enter, and
  /// those who are away and may return.
  void carryOut(Order order) {
    Recovery log = recovery;
    if (order instanceof Order.Emit emit) {
      broadcast(new Outgoing.OfEvent(name, emit.event()), emit.target());
    } else if (log == null) {
      handOut(order);
    } else {
      log.carryOut(order, () -> handOut(order));
    }
  }

  private void handOut(Order order) {
    for (Socket socket : entering) {
      socket.carryOut(order);
    }
    switch (order) {
      case Order.Emit _ -> {}
      case Order.Join join ->
          rooms().joinSoon(join.target().to(), join.target().except(), join.rooms());
      case Order.Leave leave -> {
        String[] names = leave.rooms().toArray(String[]::new);
        forEach(leave.target(), socket -> socket.leave(names));
      }
      case Order.Disconnect disconnect ->
          forEach(disconnect.target(), socket -> socket.disconnect(disconnect.close()));
    }
  }

  private void broadcast(Outgoing event, Target target) {
    // Before the start this node has no sockets, which is not so of the others.
    Rooms here = target.local() ? rooms : rooms();
    if (here != null) {
      send(event, target, message -> here.broadcast(message, target.to(), target.except()));
    }
  }

  /// Sends to one socket, by the same road as a broadcast so that it can be replayed.
  void sendTo(Socket socket, Outgoing event, boolean isVolatile) {
    Target target = Target.only(socket.id());
    send(
        event, isVolatile ? target.asVolatile() : target, message -> rooms().send(message, socket));
  }

  private void send(Outgoing event, Target target, Consumer<Message> out) {
    rooms().awaitCapacity();
    int threshold = target.compress() ? io.settings().engine.deflateThreshold : Delivery.NEVER;
    Delivery delivery = Delivery.at(System.nanoTime(), threshold);
    Recovery log = recovery;
    if (log == null) {
      out.accept(event.message(target.isVolatile() ? delivery.asVolatile() : delivery));
    } else if (target.isVolatile()) {
      log.sendUnkept(
          (number, offset) -> event.message(delivery.numbered(number, offset).asVolatile()), out);
    } else {
      log.send(
          (number, offset) -> event.message(delivery.numbered(number, offset)),
          target.to(),
          target.except(),
          out);
    }
  }

  CompletionStage<Acks> broadcastWithAck(EncodedEvent event, Target target, Duration timeout) {
    rooms().awaitCapacity();
    long ackId = nextAckId();
    var collected = new BroadcastAck();
    broadcastAcks.put(ackId, collected);
    collected.result().whenComplete((acks, failure) -> broadcastAcks.remove(ackId));
    PacketMessage message = PacketMessage.event(name, ackId, event, Delivery.now());
    int lanes =
        rooms()
            .forEach(
                target.to(),
                target.except(),
                member -> {
                  if (member instanceof Socket socket && socket.sendToClient(message) > 0) {
                    collected.sentTo(socket.id());
                  }
                },
                collected::laneDone);
    collected.expectLanes(lanes);
    Lane lane = io.services().lanes().getFirst();
    lane.run(() -> lane.timers().schedule(collected, timeout.toMillis()));
    return collected.result();
  }

  void onBroadcastAck(long ackId, String socketId, Arguments args) {
    BroadcastAck collected = broadcastAcks.get(ackId);
    if (collected != null) {
      collected.acknowledged(socketId, args);
    }
  }

  // ---- sockets ----

  private void forEach(Target target, Consumer<Socket> action) {
    rooms().forEach(target.to(), target.except(), member -> action.accept((Socket) member), null);
  }

  CompletionStage<List<Socket>> fetch(Target target) {
    var found = new ArrayList<Socket>();
    var lanesDone = new AtomicLong();
    var result = new CompletableFuture<List<Socket>>();
    Consumer<Member> add =
        member -> {
          synchronized (found) {
            found.add((Socket) member);
          }
        };
    Runnable countDown =
        () -> {
          if (lanesDone.decrementAndGet() == 0) {
            completeWith(found, result);
          }
        };
    int lanes = rooms().forEach(target.to(), target.except(), add, countDown);
    if (lanesDone.addAndGet(lanes) == 0) {
      completeWith(found, result);
    }
    return result;
  }

  private static void completeWith(List<Socket> found, CompletableFuture<List<Socket>> result) {
    List<Socket> copy;
    synchronized (found) {
      copy = List.copyOf(found);
    }
    Thread.startVirtualThread(() -> result.complete(copy));
  }
}

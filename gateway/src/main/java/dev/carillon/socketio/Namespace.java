package dev.carillon.socketio;

import dev.carillon.core.Message;
import dev.carillon.core.Rooms;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
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
import tools.jackson.databind.JsonNode;

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
  private final LocalSockets localSockets = new LocalSockets(this);
  private final ServerEvents serverEvents;

  /// Sockets whose middlewares are being asked, and whose admission is not over.
  private final Set<Socket> entering = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Rooms rooms;
  private volatile @Nullable Recovery recovery;

  Namespace(String name, SocketIo io) {
    this.name = name;
    this.io = io;
    this.prefixes = new Outgoing.Prefixes(name);
    this.serverEvents = new ServerEvents(io);
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
  public CompletionStage<List<RemoteSocket>> fetchSockets() {
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

  /// Returns the sockets on this node at the moment; none before the gateway has started.
  public Collection<Socket> sockets() {
    Rooms started = rooms;
    return started == null
        ? List.of()
        : started.members().values().stream().map(Socket.class::cast).toList();
  }

  // ---- servers ----

  /// Adds a handler for events that other nodes send to the servers with [#serverSideEmit].
  public Namespace onServerSideEmit(String event, ServerEventHandler handler) {
    serverEvents.add(event, handler);
    return this;
  }

  /// Sends an event to the other nodes that have this namespace: to their handlers, not to clients.
  /// Does nothing where there are no others.
  ///
  /// @param args as for [Broadcast#emit]
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  public void serverSideEmit(String event, @Nullable Object... args) {
    EncodedEvent encoded = ServerEvents.encode(event, args);
    Cluster cluster = io.cluster();
    if (cluster != null) {
      cluster.give(new Order.ServerSideEmit(name, cluster.id(), encoded));
    }
  }

  /// Sends an event to the other nodes that have this namespace, and gathers what each of them answers
  /// with [ServerEvent#ack]; an empty list where there are no others.
  ///
  /// The stage fails with a [NodesMissingException], which holds the answers that came, if not all
  /// nodes answered within the limit.
  public CompletionStage<List<JsonNode>> serverSideEmitWithAck(
      Duration limit, String event, @Nullable Object... args) {
    EncodedEvent encoded = ServerEvents.encode(event, args);
    Cluster cluster = io.cluster();
    return cluster == null
        ? CompletableFuture.completedStage(List.of())
        : cluster
            .questions()
            .serverSideEmitWithAck(new Order.ServerSideAsk(name, cluster.id(), encoded), limit);
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
    switch (order) {
      case Order.Emit emit -> broadcast(new Outgoing.OfEvent(name, emit.event()), emit.target());
      case Order.Move move -> {
        Recovery log = recovery;
        if (log == null) {
          handOut(move);
        } else {
          log.carryOut(move, () -> handOut(move));
        }
      }
      case Order.ServerSideEmit emit -> {
        Cluster cluster = io.cluster();
        if (cluster != null && !emit.from().equals(cluster.id())) {
          serverEvents.tell(emit.event());
        }
      }
      case Order.Asked asked -> throw new PacketException("an order that is no question");
    }
  }

  private void handOut(Order.Move order) {
    for (Socket socket : entering) {
      socket.carryOut(order);
    }
    switch (order) {
      case Order.Join join ->
          rooms().joinSoon(join.target().to(), join.target().except(), join.rooms());
      case Order.Leave leave -> {
        String[] names = leave.rooms().toArray(String[]::new);
        localSockets.forEach(leave.target(), socket -> socket.leave(names));
      }
      case Order.Disconnect disconnect ->
          localSockets.forEach(
              disconnect.target(), socket -> socket.disconnect(disconnect.close()));
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

  CompletionStage<Acks> emitWithAck(EncodedEvent event, Target target, Duration timeout) {
    Cluster cluster = io.cluster();
    if (target.local() || cluster == null) {
      var collected = new LocalAcks();
      localSockets.emit(event, target, timeout, collected);
      return collected.result();
    }
    return cluster.questions().emitWithAck(new Order.EmitWithAck(name, target, event), timeout);
  }

  // ---- sockets ----

  LocalSockets localSockets() {
    return localSockets;
  }

  ServerEvents serverEvents() {
    return serverEvents;
  }

  CompletionStage<List<RemoteSocket>> fetch(Target target, Duration limit) {
    Cluster cluster = io.cluster();
    if (!target.local() && cluster != null) {
      return cluster.questions().fetch(this, target, limit);
    }
    String self = io.services().nodes().self();
    return localSockets
        .collect(target, SocketSnapshot::of)
        .thenApply(taken ->
            SocketSnapshot.encode(taken).stream()
                .flatMap(part -> SocketSnapshot.decode(part).stream())
                .map(one -> new RemoteSocket(this, self, one))
                .toList());
  }
}

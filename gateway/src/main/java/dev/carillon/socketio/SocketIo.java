package dev.carillon.socketio;

import dev.carillon.core.Lane;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Patience;
import dev.carillon.core.Readiness;
import dev.carillon.core.RoomGuard;
import dev.carillon.core.Services;
import dev.carillon.engineio.ConnectionError;
import dev.carillon.engineio.EngineIo;
import dev.carillon.engineio.HandshakeGuard;
import dev.carillon.engineio.ResponseHeaders;
import dev.carillon.net.Endpoint;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.HttpUpgrade;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Socket.IO server (protocol revision 5) at one path.
///
/// What the JavaScript library calls `io`. Namespaces, middlewares and listeners are best set up
/// before the gateway starts; they may be added later as well. Thread-safe.
///
/// ```java
/// SocketIo io = SocketIo.create("chat", SocketIoSettings.defaults());
/// io.onConnection(socket -> socket.on("say", event -> io.emit("said", event.args())));
/// ```
public final class SocketIo implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(SocketIo.class);

  private final String name;
  private final SocketIoSettings settings;
  private final EngineIo engineIo;
  private final Namespaces namespaces = new Namespaces(this);
  private final Namespace main;
  private volatile @Nullable Started started;
  private volatile RoomGuard guard = RoomGuard.OPEN;

  /// What the gateway lends, and what is made of it. Immutable.
  private record Started(
      Services services, Readiness readiness, @Nullable Cluster cluster, LogLimit held) {}

  private SocketIo(String name, SocketIoSettings settings, @Nullable HandshakeGuard guard) {
    this.name = name;
    this.settings = settings.copy();
    this.engineIo =
        new EngineIo(name, settings.engine, connection -> new Client(this, connection), guard);
    this.main = of("/");
  }

  /// Returns a server that lets every handshake pass.
  ///
  /// @param name the label in metrics and logs
  public static SocketIo create(String name, SocketIoSettings settings) {
    return new SocketIo(name, settings, null);
  }

  /// Returns a server with a guard that decides on handshakes (`allowRequest`).
  public static SocketIo create(String name, SocketIoSettings settings, HandshakeGuard guard) {
    return new SocketIo(name, settings, guard);
  }

  /// Has a guard decide who may be where, in all namespaces: whoever comes in is asked about for the rooms that
  /// it joins then, whoever comes back before anything is replayed, and [Socket#enter] asks. Before the gateway
  /// starts.
  ///
  /// @throws IllegalStateException if it has started
  public SocketIo guardedBy(RoomGuard decider) {
    if (started != null) {
      throw new IllegalStateException(name + " has started");
    }
    guard = decider;
    return this;
  }

  RoomGuard guard() {
    return guard;
  }

  // ---- namespaces ----

  /// Returns the main namespace, `/`.
  public Namespace main() {
    return main;
  }

  /// Returns a namespace, which exists from then on.
  public Namespace of(String namespace) {
    String path = namespace.startsWith("/") ? namespace : "/" + namespace;
    return namespaces.of(path);
  }

  /// Lets clients bring namespaces into being whose whole names match.
  public DynamicNamespace of(Pattern names) {
    return of(names.asMatchPredicate());
  }

  /// Lets clients bring namespaces into being whose names are accepted. The predicate is called on
  /// virtual threads.
  public DynamicNamespace of(Predicate<String> names) {
    return namespaces.of(names);
  }

  /// See [Namespace#use]; for the main namespace.
  public SocketIo use(Middleware middleware) {
    main.use(middleware);
    return this;
  }

  /// See [Namespace#onConnection]; for the main namespace.
  public SocketIo onConnection(Consumer<Socket> listener) {
    main.onConnection(listener);
    return this;
  }

  /// See [Namespace#to]; for the main namespace.
  public Broadcast to(String... rooms) {
    return main.to(rooms);
  }

  /// See [Namespace#in]; for the main namespace.
  public Broadcast in(String... rooms) {
    return main.in(rooms);
  }

  /// See [Namespace#except]; for the main namespace.
  public Broadcast except(String... rooms) {
    return main.except(rooms);
  }

  /// See [Namespace#local]; for the main namespace.
  public Broadcast local() {
    return main.local();
  }

  /// See [Namespace#emit]; for the main namespace.
  public void emit(String event, @Nullable Object... args) {
    main.emit(event, args);
  }

  /// Starts a broadcast to all sockets of the main namespace.
  public Broadcast all() {
    return main.all();
  }

  /// Means all sockets of the main namespace, which may miss the event where they cannot be written to.
  public Broadcast asVolatile() {
    return main.asVolatile();
  }

  /// Means all sockets of the main namespace, and sets whether what is sent is compressed.
  public Broadcast compress(boolean value) {
    return main.compress(value);
  }

  /// See [Broadcast#emitWithAck]; for all sockets of the main namespace.
  public CompletionStage<Acks> emitWithAck(
      Duration timeout, String event, @Nullable Object... args) {
    return main.emitWithAck(timeout, event, args);
  }

  /// See [Broadcast#fetchSockets]; for all sockets of the main namespace.
  public CompletionStage<List<RemoteSocket>> fetchSockets() {
    return main.fetchSockets();
  }

  /// See [Broadcast#socketsJoin]; for all sockets of the main namespace.
  public void socketsJoin(String... names) {
    main.socketsJoin(names);
  }

  /// See [Broadcast#socketsLeave]; for all sockets of the main namespace.
  public void socketsLeave(String... names) {
    main.socketsLeave(names);
  }

  /// See [Broadcast#disconnectSockets]; for all sockets of the main namespace.
  public void disconnectSockets(boolean closeConnection) {
    main.disconnectSockets(closeConnection);
  }

  /// See [EngineIo#addHeaders].
  public SocketIo addHeaders(ResponseHeaders hook) {
    engineIo.addHeaders(hook);
    return this;
  }

  /// See [EngineIo#onConnectionError].
  public SocketIo onConnectionError(Consumer<ConnectionError> listener) {
    engineIo.onConnectionError(listener);
    return this;
  }

  /// See [Namespace#onServerSideEmit]; for the main namespace.
  public SocketIo onServerSideEmit(String event, ServerEventHandler handler) {
    main.onServerSideEmit(event, handler);
    return this;
  }

  /// See [Namespace#serverSideEmit]; for the main namespace.
  public void serverSideEmit(String event, @Nullable Object... args) {
    main.serverSideEmit(event, args);
  }

  // ---- for the package ----

  SocketIoSettings settings() {
    return settings;
  }

  Services services() {
    return started().services;
  }

  /// Begins to be patient with a client on its way in.
  Patience patience(Lane lane) {
    return started().readiness.patience(lane, settings.patience);
  }

  /// Returns the other nodes, or `null` when this one is alone.
  @Nullable Cluster cluster() {
    Started now = started;
    return now == null ? null : now.cluster;
  }

  private Started started() {
    Started now = started;
    if (now == null) {
      throw new IllegalStateException(name + " is not part of a started gateway");
    }
    return now;
  }

  Namespaces namespaces() {
    return namespaces;
  }

  void badBrokerInput(String reason) {
    services().instruments().badInput(name, "broker", reason);
  }

  void badInput(String reason) {
    services().instruments().badInput(name, "client", reason);
  }

  /// Notes that a client waits for the store.
  void heldForStore() {
    started().held.warn(LOG, "clients held", "reason", "store-unavailable");
  }

  void refused(String reason) {
    services().instruments().refused(name, reason);
  }

  void recovered(boolean complete) {
    services().instruments().recovery(name, complete);
  }

  // ---- endpoint ----

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean accepts(String path) {
    return engineIo.accepts(path);
  }

  @Override
  public String entrance() {
    return engineIo.entrance();
  }

  @Override
  public void start(Services lent, Readiness given) {
    boolean alone = !settings.cluster || !lent.broker().reachesOtherNodes();
    Cluster nodes = alone ? null : new Cluster(this, lent);
    // From its entrance on a client counts on what other nodes send.
    Readiness readiness = nodes == null ? given : given.after(nodes.joined());
    started = new Started(lent, readiness, nodes, new LogLimit(lent.clock(), name));
    namespaces.start(lent);
    guard.watch(namespaces::allRooms);
    if (nodes != null) {
      nodes.answer();
    }
    engineIo.start(lent, given);
  }

  @Override
  public void onBodyBegun(HttpRequestHead request) {
    engineIo.onBodyBegun(request);
  }

  @Override
  public void onBodyEnded(HttpRequestHead request, boolean clientGone) {
    engineIo.onBodyEnded(request, clientGone);
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    engineIo.onRequest(exchange);
  }

  @Override
  public void onUpgrade(HttpUpgrade upgrade) {
    engineIo.onUpgrade(upgrade);
  }

  @Override
  public int maxBodyBytes() {
    return engineIo.maxBodyBytes();
  }

  @Override
  public Headers commonHeaders(HttpRequestHead request) {
    return engineIo.commonHeaders(request);
  }

  @Override
  public int connections() {
    return engineIo.connections();
  }

  @Override
  public int rooms() {
    return namespaces.rooms();
  }

  @Override
  public void drain(Duration over) {
    engineIo.drain(over);
  }
}

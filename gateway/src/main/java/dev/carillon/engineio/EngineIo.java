package dev.carillon.engineio;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Drain;
import dev.carillon.core.Lane;
import dev.carillon.core.Readiness;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.HttpUpgrade;
import dev.carillon.net.WebSocket;
import dev.carillon.net.WebSocketListener;
import dev.carillon.net.WebSocketSettings;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves Engine.IO protocol revision 4 under one path.
///
/// Connections are opened at once; what is made of them before an app is ready is up to the protocol above.
/// Thread-safe.
public final class EngineIo implements Endpoint {
  /// Where plain Engine.IO is served when nothing is said.
  public static final String DEFAULT_PATH = "/engine.io/";

  private static final Logger LOG = LoggerFactory.getLogger(EngineIo.class);
  private static final Headers JSON = Headers.of("Content-Type", "application/json");
  private static final Headers HTML = Headers.of("Content-Type", "text/html");
  private static final byte[] NOTHING = {};
  private static final WebSocketListener NOBODY =
      new WebSocketListener() {
        @Override
        public void onText(ByteBuf message) {}

        @Override
        public void onBinary(ByteBuf message) {}

        @Override
        public void onClosed(CloseReason reason) {}
      };
  private static final String SHUTDOWN_LABEL = "shutdown";
  private static final String SHUTDOWN_MESSAGE = "shutting down";
  private static final byte[] SHUTDOWN_BODY =
      ("{\"error\":\"" + SHUTDOWN_MESSAGE + "\"}").getBytes(StandardCharsets.US_ASCII);

  private final String name;
  private final EngineIoSettings settings;
  private final String path;
  private final WebSocketSettings webSocketSettings;
  private final Function<EngineConnection, EngineListener> protocol;
  private final @Nullable HandshakeGuard guard;
  private final Hooks hooks = new Hooks();
  private final ConcurrentHashMap<String, EngineConnection> connections = new ConcurrentHashMap<>();
  private volatile @Nullable Services services;
  private volatile boolean draining;

  /// @param name the label of this endpoint in metrics and logs
  /// @param protocol makes the listener of each new connection, in its lane
  /// @param guard decides on handshakes; `null` to let all pass
  public EngineIo(
      String name,
      EngineIoSettings settings,
      Function<EngineConnection, EngineListener> protocol,
      @Nullable HandshakeGuard guard) {
    this.name = name;
    this.settings = settings.orPath(DEFAULT_PATH);
    this.path = Objects.requireNonNull(this.settings.path);
    this.webSocketSettings = this.settings.webSocketSettings();
    this.protocol = protocol;
    this.guard = guard;
  }

  @Override
  public String name() {
    return name;
  }

  /// Adds headers to the answers of this endpoint. Best before the gateway starts.
  public EngineIo addHeaders(ResponseHeaders hook) {
    hooks.add(hook);
    return this;
  }

  /// Adds a listener for requests that are refused before they reach a connection or open one. Called
  /// in lanes, so it computes and never waits.
  public EngineIo onConnectionError(Consumer<ConnectionError> listener) {
    hooks.add(listener);
    return this;
  }

  EngineIoSettings settings() {
    return settings;
  }

  @Override
  public boolean accepts(String requested) {
    return requested.startsWith(path);
  }

  @Override
  public String entrance() {
    return path;
  }

  @Override
  public void start(Services lent, Readiness readiness) {
    services = lent;
  }

  private Services services() {
    Services lent = services;
    if (lent == null) {
      throw new IllegalStateException(name + " is not part of a started gateway");
    }
    return lent;
  }

  @Override
  public int maxBodyBytes() {
    return settings.maxPayload;
  }

  @Override
  public Headers commonHeaders(HttpRequestHead request) {
    return settings.origins.headers(request).and(hooks.headers(request));
  }

  @Override
  public int connections() {
    return connections.size();
  }

  @Override
  public int rooms() {
    return 0;
  }

  // ---- polling ----

  @Override
  public void onBodyBegun(HttpRequestHead request) {
    EngineConnection connection = request.method().equals("POST") ? find(request) : null;
    if (connection != null) {
      connection.lane().runBehindReads(() -> PollingRequests.onPostBegun(connection));
    }
  }

  @Override
  public void onBodyEnded(HttpRequestHead request, boolean clientGone) {
    EngineConnection connection = request.method().equals("POST") ? find(request) : null;
    if (connection != null) {
      connection.lane().runBehindReads(() -> PollingRequests.onPostEnded(connection, clientGone));
    }
  }

  @Override
  public void onRequest(HttpExchange exchange) {
    if (exchange.method().equals("OPTIONS") && settings.origins.isCors()) {
      exchange.respond(204, settings.origins.preflightHeaders(exchange), NOTHING, false);
      return;
    }
    EngineConnection connection = find(exchange);
    HandshakeError error = HandshakeCheck.ofRequest(exchange, connection, settings);
    if (error != null) {
      refuse(exchange, error);
    } else if (connection != null) {
      serve(exchange, connection);
    } else if (draining) {
      sendAway(exchange);
    } else if (guard == null) {
      openPolling(exchange);
    } else {
      Thread.startVirtualThread(() -> {
        String refusal = ask(guard, exchange);
        if (refusal == null) {
          openPolling(exchange);
        } else {
          refuse(exchange, HandshakeError.FORBIDDEN, refusal);
        }
      });
    }
  }

  /// A guard that fails lets nobody pass, and leaves nobody waiting for an answer.
  private @Nullable String ask(HandshakeGuard asked, HttpRequestHead request) {
    try {
      return asked.refuse(request);
    } catch (RuntimeException | Error e) {
      LOG.error("handshake guard failed endpoint={}", name, e);
      return HandshakeError.FORBIDDEN.message();
    }
  }

  private void openPolling(HttpExchange exchange) {
    Lane lane = exchange.lane();
    lane.run(() -> {
      if (draining) {
        sendAway(exchange);
        return;
      }
      var connection =
          new EngineConnection(this, SessionIds.next(services().random()), lane, exchange);
      var polling = new PollingTransport(connection, settings, cookie(connection));
      boolean offerUpgrade = settings.upgrades && settings.webSocket;
      if (begin(connection, polling, offerUpgrade)) {
        polling.hold(exchange);
      } else {
        exchange.respond(500, Headers.NONE, NOTHING, false);
      }
    });
  }

  /// Lets nobody in any more. The client is to try again over a new TCP connection, which leads to
  /// another node.
  private void sendAway(HttpExchange exchange) {
    services().instruments().refused(name, SHUTDOWN_LABEL);
    hooks.refused(exchange, ConnectionError.NO_CODE, SHUTDOWN_MESSAGE);
    exchange.respondLast(503, JSON, SHUTDOWN_BODY);
  }

  private void sendAway(HttpUpgrade upgrade) {
    services().instruments().refused(name, SHUTDOWN_LABEL);
    hooks.refused(upgrade, ConnectionError.NO_CODE, SHUTDOWN_MESSAGE);
    upgrade.refuse(503, JSON, SHUTDOWN_BODY);
  }

  private Headers cookie(EngineConnection connection) {
    SessionCookie cookie = settings.cookie;
    return cookie == null ? Headers.NONE : Headers.of("Set-Cookie", cookie.header(connection.id()));
  }

  /// A request may have come over a TCP connection of another lane than its session's. It is taken
  /// behind what the session's own lane was sent before it.
  private void serve(HttpExchange exchange, EngineConnection connection) {
    Lane lane = connection.lane();
    switch (exchange.method()) {
      case "GET" -> {
        exchange.onAbort(
            () -> lane.executeBehindReads(() -> PollingRequests.onAbort(exchange, connection)));
        inOrder(connection, () -> PollingRequests.onGet(exchange, connection, this));
      }
      case "POST" -> inOrder(connection, () -> PollingRequests.onPost(exchange, connection, this));
      default -> exchange.respond(500, Headers.NONE, NOTHING, false);
    }
  }

  /// While a WebSocket is about to take over, its packets count before a request that was sent after
  /// them, over whichever TCP connection.
  private static void inOrder(EngineConnection connection, Runnable task) {
    Lane lane = connection.lane();
    if (lane.inLane() && connection.isProbed()) {
      lane.executeBehindReads(task);
    } else {
      lane.runBehindReads(task);
    }
  }

  void refuse(HttpExchange exchange, HandshakeError error) {
    refuse(exchange, error, error.message());
  }

  private void refuse(HttpExchange exchange, HandshakeError error, String message) {
    services().instruments().refused(name, error.label());
    hooks.refused(exchange, error.code(), message);
    exchange.respond(error.status(), JSON, error.body(message), false);
  }

  // ---- WebSocket ----

  @Override
  public void onUpgrade(HttpUpgrade upgrade) {
    EngineConnection connection = find(upgrade);
    HandshakeError error = HandshakeCheck.ofUpgrade(upgrade, connection, settings);
    if (error != null) {
      refuse(upgrade, error, error.message());
    } else if (connection != null) {
      EngineConnection found = connection;
      accept(upgrade, found.lane(), socket -> new UpgradeProbe(settings, found, socket));
    } else if (guard == null) {
      letIn(upgrade);
    } else {
      Thread.startVirtualThread(() -> {
        String refusal = ask(guard, upgrade);
        upgrade
            .lane()
            .execute(() -> {
              if (refusal == null) {
                letIn(upgrade);
              } else {
                refuse(upgrade, HandshakeError.FORBIDDEN, refusal);
              }
            });
      });
    }
  }

  private void letIn(HttpUpgrade upgrade) {
    if (draining) {
      sendAway(upgrade);
    } else {
      accept(upgrade, upgrade.lane(), socket -> openWebSocket(socket, upgrade));
    }
  }

  private void accept(
      HttpUpgrade upgrade, Lane lane, Function<WebSocket, WebSocketListener> listener) {
    upgrade.accept(
        lane, webSocketSettings, upgrade.firstSubprotocol(), hooks.headers(upgrade), listener);
  }

  private WebSocketListener openWebSocket(WebSocket socket, HttpRequestHead head) {
    var connection =
        new EngineConnection(this, SessionIds.next(services().random()), socket.lane(), head);
    var transport = new WebSocketTransport(socket, connection);
    if (!begin(connection, transport, false)) {
      socket.close(CloseReason.ERROR);
      return NOBODY;
    }
    return transport;
  }

  /// The reference server answers with the bare message, and 400 whatever the error.
  private void refuse(HttpUpgrade upgrade, HandshakeError error, String message) {
    services().instruments().refused(name, error.label());
    hooks.refused(upgrade, error.code(), message);
    upgrade.refuse(400, HTML, message.getBytes(StandardCharsets.UTF_8));
  }

  // ---- connections ----

  private @Nullable EngineConnection find(HttpRequestHead request) {
    String id = request.query().get("sid");
    return id == null ? null : connections.get(id);
  }

  /// Begins a connection; returns false, and has begun nothing, if there is nobody to listen.
  private boolean begin(EngineConnection connection, Transport transport, boolean offerUpgrade) {
    EngineListener listener;
    try {
      listener = protocol.apply(connection);
    } catch (RuntimeException | Error e) {
      LOG.error("connection could not be opened endpoint={}", name, e);
      services().instruments().refused(name, "failed");
      return false;
    }
    connections.put(connection.id(), connection);
    services().instruments().opened(name, transport.name());
    connection.open(transport, offerUpgrade, listener);
    if (draining) {
      connection.close(CloseReason.SHUTDOWN);
    }
    return true;
  }

  void received(int bytes) {
    services().instruments().received(name, bytes);
  }

  List<Lane> lanes() {
    return services().lanes();
  }

  void upgraded() {
    services().instruments().upgraded(name);
  }

  void remove(EngineConnection connection, CloseReason reason) {
    connections.remove(connection.id());
    services().instruments().closed(name, connection.transport(), reason);
  }

  @Override
  public void drain(Duration over) {
    draining = true;
    // No packet says goodbye: a client that only loses its transport returns by itself.
    new Drain(connections, services().random()).run(over, CloseReason.SHUTDOWN);
  }
}

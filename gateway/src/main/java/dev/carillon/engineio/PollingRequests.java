package dev.carillon.engineio;

import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import java.nio.charset.StandardCharsets;

/// Serves the requests of a connection that polls (protocol, "HTTP long-polling").
///
/// Called in the connection's lane.
final class PollingRequests {
  private static final Headers HTML = Headers.of("Content-Type", "text/html");
  private static final byte[] OK = "ok".getBytes(StandardCharsets.UTF_8);

  private PollingRequests() {}

  /// Holds a GET until there is something to answer. A second one while the first is held closes the
  /// session ("overlap").
  static void onGet(HttpExchange exchange, EngineConnection connection, EngineIo engine) {
    if (!(connection.current() instanceof PollingTransport polling)) {
      engine.refuse(exchange, HandshakeError.BAD_REQUEST);
    } else if (connection.isClosed()) {
      engine.refuse(exchange, HandshakeError.SESSION_UNKNOWN);
    } else if (polling.hasPoll()) {
      engine.refuse(exchange, HandshakeError.BAD_REQUEST);
      connection.terminate(CloseReasons.TRANSPORT_ERROR);
    } else {
      polling.hold(exchange);
      connection.onFetched();
    }
  }

  /// Hears that the client of a held GET went away, which ends the session.
  static void onAbort(HttpExchange exchange, EngineConnection connection) {
    if (connection.current() instanceof PollingTransport polling && polling.drop(exchange)) {
      connection.terminate(CloseReasons.TRANSPORT_ERROR);
    }
  }

  /// Hears that the body of a POST is on its way. A second one beside it closes the session
  /// ("overlap"), since nobody could tell the order of their packets.
  static void onPostBegun(EngineConnection connection) {
    if (connection.current() instanceof PollingTransport polling && !polling.beginPost()) {
      connection.endFor(CloseReasons.TRANSPORT_ERROR);
    }
  }

  /// Hears that a body is whole or given up; a client that gave it up has lost its session.
  static void onPostEnded(EngineConnection connection, boolean clientGone) {
    if (connection.current() instanceof PollingTransport polling) {
      polling.endPost();
      if (clientGone) {
        connection.terminate(CloseReasons.TRANSPORT_ERROR);
      }
    }
  }

  /// Takes the packets of a POST and then answers it. If they end the session, the answer comes behind
  /// the end, so that who has read it finds no session any more.
  static void onPost(HttpExchange exchange, EngineConnection connection, EngineIo engine) {
    if (!(connection.current() instanceof PollingTransport)) {
      engine.refuse(exchange, HandshakeError.BAD_REQUEST);
    } else if (!connection.isOpen()) {
      engine.refuse(exchange, HandshakeError.SESSION_UNKNOWN);
    } else if ("application/octet-stream".equals(exchange.header("content-type"))) {
      // Revision 4 has no binary bodies: binary messages are base64 within the text.
      connection.endFor(CloseReasons.TRANSPORT_ERROR);
      connection.behindTheEnd(() -> engine.refuse(exchange, HandshakeError.BAD_REQUEST));
    } else if (PollingPayload.read(exchange.body(), connection)) {
      connection.behindTheEnd(() -> exchange.respond(200, HTML, OK, false));
    } else {
      connection.endFor(CloseReasons.PARSE_ERROR);
      connection.behindTheEnd(() -> engine.refuse(exchange, HandshakeError.BAD_REQUEST));
    }
  }
}

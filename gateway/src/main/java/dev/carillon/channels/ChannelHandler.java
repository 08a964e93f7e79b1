package dev.carillon.channels;

import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import java.nio.charset.StandardCharsets;

/// What an app does about those who come to an endpoint. Safe for any thread.
///
/// @param <I> what a client says
/// @param <O> what one client is told
public interface ChannelHandler<I, O> {

  /// Decides on a handshake whose origin is permitted. Called in a lane: it computes and never waits.
  Admission<I, O> admit(HttpRequestHead handshake);

  /// Answers a request that does not ask for a WebSocket. Called in a lane.
  ///
  /// By default with 426 (RFC 9110 §15.5.22).
  default void onRequest(HttpExchange exchange) {
    byte[] body = "{\"error\":\"Upgrade required\"}".getBytes(StandardCharsets.US_ASCII);
    Headers headers =
        Headers.of(
            "Content-Type", "application/json", "Upgrade", "websocket", "Connection", "Upgrade");
    exchange.respond(426, headers, body, false);
  }

  /// Answers an `OPTIONS` request (Fetch standard, "CORS-preflight request"). Called in a lane, and only
  /// where pages of other origins are permitted; elsewhere such a request is like any other.
  ///
  /// By default with 204.
  ///
  /// @param cors what permits the request that is to follow
  default void onPreflight(HttpExchange exchange, Headers cors) {
    exchange.respond(204, cors, new byte[0], false);
  }
}

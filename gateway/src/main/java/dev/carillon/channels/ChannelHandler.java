package dev.carillon.channels;

import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.Response;

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
    exchange.respond(Response.error(426, "Upgrade required").with(Headers.UPGRADE));
  }

  /// Answers an `OPTIONS` request (Fetch standard, "CORS-preflight request"). Called in a lane, and only
  /// where pages of other origins are permitted; elsewhere such a request is like any other.
  ///
  /// By default with 204.
  ///
  /// @param cors what permits the request that is to follow
  default void onPreflight(HttpExchange exchange, Headers cors) {
    exchange.respond(Response.empty(204).with(cors));
  }
}

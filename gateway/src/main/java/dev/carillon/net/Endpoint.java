package dev.carillon.net;

import dev.carillon.core.Readiness;
import dev.carillon.core.Services;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A protocol mounted on a port and path.
///
/// An endpoint belongs to one gateway. [#start] is called once, before the port is opened. Requests
/// arrive in the lane of the TCP connection they came on; what the endpoint does there must not
/// block.
public interface Endpoint {

  /// Returns the label of this endpoint in metrics and logs.
  String name();

  /// Returns whether a request belongs to this endpoint.
  ///
  /// @param path the path of the request target as it was sent, without the query
  boolean accepts(String path);

  /// Returns the path at which clients connect, such as `/socket.io/`; by default `/`.
  ///
  /// @return `null` when nobody stays connected to this endpoint
  default @Nullable String entrance() {
    return "/";
  }

  /// Takes what the gateway lends, before the first request.
  ///
  /// @param readiness tells when those who come may be let in; what they get until then, and when it takes
  ///     too long, is up to the endpoint
  void start(Services services, Readiness readiness);

  /// Returns the answer to a request of which only the head is there, where its body is not wanted: the last
  /// one on its TCP connection. `null` takes the body, and then the request. Called in the lane of the TCP
  /// connection, before [#onBodyBegun].
  default @Nullable Response refusal(HttpRequestHead request) {
    return null;
  }

  /// Hears that the head of a request has arrived and its body is on the way. Called in the lane of
  /// the TCP connection.
  default void onBodyBegun(HttpRequestHead request) {}

  /// Hears that a body which was on the way is so no longer: it is complete, or was refused, or
  /// `clientGone` ended it. Called in the lane of the TCP connection, before [#onRequest].
  default void onBodyEnded(HttpRequestHead request, boolean clientGone) {}

  /// Takes a plain HTTP request, its body complete. Called in the lane of its TCP connection.
  void onRequest(HttpExchange exchange);

  /// Takes a request to become a WebSocket. Called in the lane of its TCP connection.
  void onUpgrade(HttpUpgrade upgrade);

  /// Returns the largest body that a request may have, in bytes; a larger one is answered 413 (RFC
  /// 9110 §15.5.14) before the endpoint sees it.
  int maxBodyBytes();

  /// Returns the headers that every response to this request gets, errors of the HTTP layer (413)
  /// included: CORS, for instance.
  default Headers commonHeaders(HttpRequestHead request) {
    return Headers.NONE;
  }

  /// Returns the number of open connections.
  int connections();

  /// Returns the number of rooms with members.
  int rooms();

  /// Ends all connections such that clients come back elsewhere, spread over a time. New handshakes
  /// are refused from the call on. Returns once all are ended. Not called in a lane; may block.
  void drain(Duration over);
}

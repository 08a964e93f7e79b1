package dev.carillon.net;

import dev.carillon.core.Lane;

/// One HTTP request and the answer to it.
///
/// The answer may come later and from any thread; until then the request is held open. Responses go
/// out in the order of the requests of their TCP connection (RFC 9112 §9.3.2).
public interface HttpExchange extends HttpRequestHead {

  /// Returns the lane of the TCP connection that the request came on.
  Lane lane();

  /// Returns the body, empty when there is none. The array belongs to the caller.
  byte[] body();

  /// Answers, once; a second answer is ignored. From any thread.
  ///
  /// `Content-Length` and the endpoint's common headers are added. The body is compressed when
  /// `compressible` and the client accepts gzip or deflate.
  void respond(int status, Headers headers, byte[] body, boolean compressible);

  /// Answers, once, like [#respond(int, Headers, byte[], boolean)]; the body is sent as it is.
  default void respond(Response response) {
    respond(response.status(), response.headers(), response.body(), false);
  }

  /// Answers, as the last on this TCP connection: `Connection: close` (RFC 9112 §9.6). From any thread.
  void respondLast(int status, Headers headers, byte[] body);

  /// Ends the TCP connection without an answer. From any thread.
  void abort();

  /// Sets what to do when the client goes away before the answer was given. Called at most once, in
  /// the lane of the TCP connection; set it in the call that brought this exchange.
  void onAbort(Runnable action);
}

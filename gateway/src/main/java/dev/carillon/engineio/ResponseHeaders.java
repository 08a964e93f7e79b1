package dev.carillon.engineio;

import dev.carillon.net.Headers;
import dev.carillon.net.HttpRequestHead;

/// Adds headers to what an endpoint answers (the reference server's `initial_headers` and `headers`).
///
/// Called in a lane for each request, the one to become a WebSocket included; so it computes and never
/// waits. One that throws adds nothing.
@FunctionalInterface
public interface ResponseHeaders {

  /// Returns the headers to add.
  ///
  /// @param first whether the request is to open a session
  Headers of(HttpRequestHead request, boolean first);
}

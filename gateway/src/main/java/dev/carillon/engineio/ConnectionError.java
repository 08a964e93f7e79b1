package dev.carillon.engineio;

import dev.carillon.net.HttpRequestHead;

/// A request that was refused before it reached a connection or opened one (the reference server's
/// `connection_error`). Immutable.
///
/// @param request the request; it may hold a token
/// @param code the code of the protocol ("Handshake", errors), -1 for what it has none for
/// @param message what the client was told
public record ConnectionError(HttpRequestHead request, int code, String message) {
  static final int NO_CODE = -1;

  /// Shows nothing that may hold a secret.
  @Override
  public String toString() {
    return "ConnectionError[" + code + "]";
  }
}

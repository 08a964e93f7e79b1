package dev.carillon.engineio;

import dev.carillon.net.HttpRequestHead;
import org.jspecify.annotations.Nullable;

/// Decides whether a handshake may go on (the reference server's `allowRequest`).
///
/// Called on a virtual thread, so it may block. Not called for requests of an open connection.
@FunctionalInterface
public interface HandshakeGuard {

  /// Returns `null` to go on, or the message with which the handshake is refused (403).
  @Nullable String refuse(HttpRequestHead request);
}

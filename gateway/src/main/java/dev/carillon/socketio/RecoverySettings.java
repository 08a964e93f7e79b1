package dev.carillon.socketio;

import java.time.Duration;

/// How connection state recovery works. Immutable.
///
/// @param window how long a client may be away
/// @param maxBytes how much history is kept for those who are away, per namespace
/// @param maxSessions how many clients that are away are remembered, per namespace; the longest
///     away are forgotten first
/// @param skipMiddlewares whether a returning client is let in without asking the middlewares again.
///     When `false`, the default here, they are asked before anything is replayed.
public record RecoverySettings(
    Duration window, long maxBytes, int maxSessions, boolean skipMiddlewares) {

  /// Returns two minutes, 64 MiB and 100,000 sessions.
  public static RecoverySettings defaults() {
    return new RecoverySettings(Duration.ofMinutes(2), 64L * 1024 * 1024, 100_000, false);
  }

  public RecoverySettings withWindow(Duration value) {
    return new RecoverySettings(value, maxBytes, maxSessions, skipMiddlewares);
  }

  public RecoverySettings withMaxBytes(long value) {
    return new RecoverySettings(window, value, maxSessions, skipMiddlewares);
  }

  public RecoverySettings withMaxSessions(int value) {
    return new RecoverySettings(window, maxBytes, value, skipMiddlewares);
  }

  public RecoverySettings withSkipMiddlewares(boolean value) {
    return new RecoverySettings(window, maxBytes, maxSessions, value);
  }
}

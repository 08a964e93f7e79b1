package dev.carillon.socketio;

import dev.carillon.core.Editable;
import java.time.Duration;

/// How connection state recovery works; see [Editable] for how it is said.
public final class RecoverySettings extends Editable<RecoverySettings> {
  /// How long a client may be away.
  public Duration window = Duration.ofMinutes(2);

  /// How much history is kept for those who are away, in bytes per namespace.
  public long maxBytes = 64L * 1024 * 1024;

  /// How many clients that are away are remembered, per namespace; the longest away are forgotten first.
  public int maxSessions = 100_000;

  /// Whether a returning client is let in without asking the middlewares again. Else they are asked before
  /// anything is replayed.
  public boolean skipMiddlewares;

  private RecoverySettings() {}

  /// Returns the defaults.
  public static RecoverySettings defaults() {
    return new RecoverySettings();
  }
}

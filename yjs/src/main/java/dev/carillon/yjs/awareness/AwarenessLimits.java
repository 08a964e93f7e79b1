package dev.carillon.yjs.awareness;

import java.time.Duration;

/// What the awareness of one document may take. Immutable; may be shared between threads.
///
/// @param clients how many clients are remembered at once, gone ones included
/// @param stateBytes how large the state of a client may be
/// @param totalBytes how large all states together may be
/// @param valueDepth how many arrays and objects may lie in one another within a state
/// @param silence after which a client is taken to be gone
/// @param memory how long the clock of a client that is gone is remembered, so that an old state of
///     it is not taken for a new one
public record AwarenessLimits(
    int clients,
    int stateBytes,
    int totalBytes,
    int valueDepth,
    Duration silence,
    Duration memory) {
  /// Ten thousand clients, 64 KiB each, 8 MiB together, 100 deep; 30 seconds, as in
  /// `y-protocols`; ten minutes.
  public static final AwarenessLimits DEFAULT =
      new AwarenessLimits(
          10_000, 64 << 10, 8 << 20, 100, Duration.ofSeconds(30), Duration.ofMinutes(10));

  // A state is checked by recursion: so deep, and the stack is safe.
  private static final int MAX_VALUE_DEPTH = 500;

  /// Checks the limits.
  ///
  /// @throws IllegalArgumentException if one is not above zero, or the depth of values is above 500
  public AwarenessLimits {
    if (clients <= 0
        || stateBytes <= 0
        || totalBytes <= 0
        || valueDepth <= 0
        || !silence.isPositive()
        || !memory.isPositive()) {
      throw new IllegalArgumentException("a limit must be above zero");
    }
    if (valueDepth > MAX_VALUE_DEPTH) {
      throw new IllegalArgumentException("values may be 500 deep at most");
    }
  }
}

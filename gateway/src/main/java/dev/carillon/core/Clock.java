package dev.carillon.core;

import java.time.Instant;

/// Time as a parameter, so that tests turn the hands and never sleep. Safe for any thread.
public interface Clock {

  /// Milliseconds that only ever grow, from an arbitrary origin: for measuring spans.
  long millis();

  /// The same in nanoseconds: [#millis()] is this, rounded down.
  default long nanos() {
    return millis() * 1_000_000;
  }

  /// The time of day: for what is shown to people or compared between machines.
  Instant now();

  /// Returns the clock of this machine.
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}

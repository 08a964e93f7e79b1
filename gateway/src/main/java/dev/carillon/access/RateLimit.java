package dev.carillon.access;

import java.time.Duration;

/// How often something may happen. Immutable.
///
/// @param events so often within a window
/// @param window how long, from the first event on: a refusal does not lengthen it
public record RateLimit(int events, Duration window) {
  /// @throws IllegalArgumentException if one of them is not above zero
  public RateLimit {
    if (events < 1 || !window.isPositive()) {
      throw new IllegalArgumentException("events, window: more than 0");
    }
  }
}

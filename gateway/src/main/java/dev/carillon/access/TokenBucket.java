package dev.carillon.access;

import dev.carillon.core.Clock;

/// Limits how often one connection does something: so many at once, and so many over time.
///
/// Not safe for threads: it belongs to one connection, whose events are handled one at a time.
public final class TokenBucket {
  private final int capacity;
  private final double perMilli;
  private final Clock clock;
  private double tokens;
  private long filledAt;

  /// Makes a full one.
  ///
  /// @param limit so many at once, and again so many within the window
  public TokenBucket(RateLimit limit, Clock clock) {
    this.capacity = limit.events();
    this.perMilli = (double) limit.events() / limit.window().toMillis();
    this.clock = clock;
    this.tokens = capacity;
    this.filledAt = clock.millis();
  }

  /// Takes one, and returns whether there was one.
  public boolean take() {
    long now = clock.millis();
    tokens = Math.min(capacity, tokens + (now - filledAt) * perMilli);
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}

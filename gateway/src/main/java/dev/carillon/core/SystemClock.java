package dev.carillon.core;

import java.time.Instant;

/// The clock of this machine. Immutable.
enum SystemClock implements Clock {
  INSTANCE;

  @Override
  public long millis() {
    return Math.floorDiv(System.nanoTime(), 1_000_000L); // the origin is arbitrary
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }
}

package dev.carillon.core;

import java.time.Instant;

/// The clock of this machine. Immutable.
enum SystemClock implements Clock {
  INSTANCE;

  @Override
  public long millis() {
    return System.nanoTime() / 1_000_000;
  }

  @Override
  public Instant now() {
    return Instant.now();
  }
}

package dev.carillon.support;

import dev.carillon.core.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A clock whose hands only the test moves. Safe for any thread.
public final class FakeClock implements Clock {
  private final AtomicLong millis = new AtomicLong(1_000_000);

  @Override
  public long millis() {
    return millis.get();
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(1_700_000_000_000L + millis.get());
  }

  /// Moves the hands forward.
  public void advance(Duration by) {
    millis.addAndGet(by.toMillis());
  }
}

package dev.carillon.core;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Ends all connections so that their clients come back, each at a random moment of a time span.
///
/// Spread out, the returning clients do not fall on the other nodes all at once. Any thread but a lane.
public final class Drain {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /// What the last closes get on top to go out.
  private static final long GRACE_MILLIS = 1_000;

  private final Map<String, ? extends Connection> connections;
  private final RandomGenerator random;

  public Drain(Map<String, ? extends Connection> connections, RandomGenerator random) {
    this.connections = connections;
    this.random = random;
  }

  /// Blocks until all connections are gone or the time and a grace of one second are over.
  public void run(Duration over, CloseReason reason) {
    long span = Math.max(0, over.toMillis());
    for (Connection connection : connections.values()) {
      long delay = span == 0 ? 0 : random.nextLong(span);
      connection
          .lane()
          .executor()
          .schedule(() -> connection.close(reason), delay, TimeUnit.MILLISECONDS);
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(span + GRACE_MILLIS);
    while (!connections.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(this, POLL_NANOS);
    }
  }
}

package dev.carillon.engineio;

import dev.carillon.core.CloseReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/// Ends all connections so that their clients come back, each at a random moment of a time span.
///
/// No packet of the protocol above says goodbye: a client that only loses its transport returns by
/// itself. Spread out, the returning clients do not fall on the other nodes all at once.
final class Drain {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /// What the last closes get on top to go out.
  private static final long GRACE_MILLIS = 1_000;

  private final Map<String, EngineConnection> connections;
  private final RandomGenerator random;

  Drain(Map<String, EngineConnection> connections, RandomGenerator random) {
    this.connections = connections;
    this.random = random;
  }

  /// Blocks until all connections are gone or the time and a grace of one second are over.
  void run(Duration over) {
    long span = Math.max(0, over.toMillis());
    for (EngineConnection connection : connections.values()) {
      long delay = span == 0 ? 0 : random.nextLong(span);
      connection
          .lane()
          .executor()
          .schedule(() -> connection.close(CloseReason.SHUTDOWN), delay, TimeUnit.MILLISECONDS);
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(span + GRACE_MILLIS);
    while (!connections.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(this, POLL_NANOS);
    }
  }
}

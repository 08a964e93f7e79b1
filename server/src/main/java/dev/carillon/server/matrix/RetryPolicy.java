package dev.carillon.server.matrix;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a request is tried again. Immutable but for the generator it draws from.
///
/// Twice as long each time, of which a random half to whole, so that nodes and rooms that failed
/// together do not return together. What the server asks for counts as the least, up to the limit.
///
/// @param first the pause after the first failure
/// @param longest no pause is longer
/// @param random a generator that is safe for any thread
record RetryPolicy(Duration first, Duration longest, RandomGenerator random) {

  /// @param failures how often it has failed, from 1
  /// @param asked what the server asked for; zero if nothing
  Duration pause(int failures, Duration asked) {
    long doubled = first.toMillis() << Math.min(failures - 1, 20);
    long half = Math.max(1, Math.min(doubled, longest.toMillis()) / 2);
    long own = half + random.nextLong(half + 1);
    // The jitter also goes on top of the asked time: all nodes were told the same.
    long wanted = asked.isZero() ? own : Math.max(own, asked.toMillis() + random.nextLong(250));
    return Duration.ofMillis(Math.min(wanted, longest.toMillis()));
  }
}

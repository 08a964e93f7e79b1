package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.concurrent.Callable;

/// Lets a fake clock run, a little at each look at what is waited for, until it is so.
///
/// What is measured is fake time, so a busy machine makes a test slower and not wrong.
final class Time {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 22; // a lane's wheel turns in between

  final FakeClock clock = new FakeClock();

  /// Lets time run until something is so.
  ///
  /// @return how long that took
  Duration until(Callable<Boolean> condition) {
    return until(Duration.ofMillis(100), condition);
  }

  Duration until(Duration step, Callable<Boolean> condition) {
    long from = clock.millis();
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(LOOK_MILLIS))
        .until(() -> {
          if (condition.call()) {
            return true;
          }
          clock.advance(step);
          return false;
        });
    return Duration.ofMillis(clock.millis() - from);
  }

  /// Lets so much time run, and everything happen that is due in it.
  void pass(Duration time) {
    long to = clock.millis() + time.toMillis();
    assertThat(until(() -> clock.millis() >= to)).isGreaterThanOrEqualTo(time);
  }

  /// Waits until something is so, while no time passes.
  static void still(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
  }
}

package dev.carillon.yjs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/// Refuses what takes long: a few bytes must not keep a server busy.
final class Stopwatch {
  private static final Duration LONG = Duration.ofSeconds(5);

  private Stopwatch() {}

  static void run(Runnable work) {
    long start = System.nanoTime();
    work.run();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
  }
}

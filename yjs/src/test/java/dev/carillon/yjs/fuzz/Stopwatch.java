package dev.carillon.yjs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/// Refuses what takes long: a few bytes must not keep a server busy.
///
/// Counts the time of the processor, so that a busy machine proves nothing.
final class Stopwatch {
  private static final Duration LONG = Duration.ofSeconds(4);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private Stopwatch() {}

  static void run(Runnable work) {
    long start = THREADS.getCurrentThreadCpuTime();
    work.run();
    assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start)).isLessThan(LONG);
  }
}

package dev.carillon.bench.yjs;

import java.time.Duration;

/// How much is done before a figure is believed.
///
/// @param fewestWarmUps repetitions before anything counts, also where one takes longer than `warmUp`
record Effort(int rounds, int heapRounds, Duration warmUp, int fewestWarmUps, int documents) {
  static final Effort FULL = new Effort(9, 3, Duration.ofMillis(1500), 5, 100_000);
  static final Effort QUICK = new Effort(1, 1, Duration.ofMillis(50), 1, 2_000);
}

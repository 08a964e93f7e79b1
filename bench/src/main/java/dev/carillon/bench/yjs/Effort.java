package dev.carillon.bench.yjs;

/// How much is done before a figure is believed.
///
/// @param warmUp milliseconds that a task is repeated before it counts
/// @param fewestWarmUps repetitions before it counts, also where one takes longer than that
/// @param atLeast milliseconds that a figure is the mean of, where a task is short
record Effort(
    int rounds, int heapRounds, int warmUp, int fewestWarmUps, int atLeast, int documents) {
  static final Effort FULL = new Effort(7, 3, 1000, 4, 20, 100_000);
  static final Effort QUICK = new Effort(1, 1, 50, 1, 1, 2_000);
  private static final int MOST_REPETITIONS = 40;

  /// Returns how often a task is done for one figure.
  ///
  /// @param once how many milliseconds it took before
  int repetitions(double once) {
    return (int) Math.clamp(Math.ceil(atLeast / once), 1, MOST_REPETITIONS);
  }
}

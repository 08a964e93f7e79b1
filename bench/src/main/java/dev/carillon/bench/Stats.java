package dev.carillon.bench;

import java.util.List;

/// Summaries over the rounds of a run.
public final class Stats {
  private Stats() {}

  /// Returns the middle value, or the mean of the two middle ones.
  public static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("median of nothing");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}

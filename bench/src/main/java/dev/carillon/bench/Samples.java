package dev.carillon.bench;

import java.util.Arrays;

/// Measured values, all of them kept, so that percentiles are exact. Confined to one thread.
final class Samples {
  private long[] values = new long[4096];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /// Returns the smallest value that at least `percent` of the samples do not exceed (nearest rank).
  ///
  /// @throws BenchException if there is no sample
  long percentile(double percent) {
    if (size == 0) {
      throw new BenchException("no sample was taken");
    }
    long[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent * size / 100);
    return sorted[Math.clamp(rank - 1, 0, size - 1)];
  }
}

package dev.carillon.bench;

import java.util.Map;

/// What one server did under one workload in one round.
///
/// @param elsewhere CPU seconds per second that programs outside of the measurement used meanwhile
record Measurement(
    String server, Workload workload, int round, Map<Figure, Double> figures, double elsewhere) {
  Measurement {
    figures = Map.copyOf(figures);
  }
}

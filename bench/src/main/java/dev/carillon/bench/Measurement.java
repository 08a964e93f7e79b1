package dev.carillon.bench;

import java.util.Map;

/// What one server did under one workload in one round.
///
/// @param load cores that this process and Redis kept busy meanwhile; near 1 they, and not the server,
///     may have set the pace
/// @param elsewhere cores that programs outside of the measurement kept busy meanwhile
record Measurement(
    String server,
    Workload workload,
    int round,
    Map<Figure, Double> figures,
    double load,
    double elsewhere) {
  Measurement {
    figures = Map.copyOf(figures);
  }
}

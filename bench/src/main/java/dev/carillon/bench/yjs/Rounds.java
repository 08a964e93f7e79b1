package dev.carillon.bench.yjs;

import dev.carillon.bench.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What two sides measured, round by round; who goes first changes. Immutable.
record Rounds(List<Double> first, List<Double> second) {

  static Rounds of(int count, List<Side> sides, ToDoubleFunction<Side> measure) {
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i % 2 == 0) {
        first.add(measure.applyAsDouble(sides.getFirst()));
        second.add(measure.applyAsDouble(sides.getLast()));
      } else {
        second.add(measure.applyAsDouble(sides.getLast()));
        first.add(measure.applyAsDouble(sides.getFirst()));
      }
    }
    return new Rounds(List.copyOf(first), List.copyOf(second));
  }

  /// Returns both medians, and the second to the first.
  List<String> cells(int decimals) {
    double ours = Stats.median(first);
    double theirs = Stats.median(second);
    return List.of(
        Markdown.number(ours, decimals),
        Markdown.number(theirs, decimals),
        Markdown.number(theirs / ours, 1));
  }
}

package dev.carillon.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The Markdown table: per figure the median of the rounds for each server and, where two servers were
/// measured side by side, the median of the ratios within each round. Immutable.
///
/// @param servers in the order of the columns; ratios are the first to the last
record Report(List<Measurement> measurements, List<Workload> workloads, List<String> servers) {

  String table() {
    List<String> lines = new ArrayList<>();
    boolean ratios = servers.size() > 1;
    String ratio = ratios ? servers.getFirst() + " ÷ " + servers.getLast() : "";
    List<String> head = new ArrayList<>(List.of("workload", "figure", "better"));
    head.addAll(servers);
    if (ratios) {
      head.add(ratio + " (range)");
    }
    lines.add(row(head));
    List<String> rule = new ArrayList<>(Collections.nCopies(3, "---"));
    rule.addAll(Collections.nCopies(head.size() - 3, "---:"));
    lines.add(row(rule));
    for (Workload workload : workloads) {
      for (Figure figure : workload.figures()) {
        lines.add(row(cells(workload, figure, ratios)));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /// How busy the measurement itself and the rest of the machine were: what the figures have to be read
  /// with.
  String company() {
    if (measurements.isEmpty()) {
      return "Nothing was measured.";
    }
    List<Double> others = measurements.stream().map(Measurement::elsewhere).toList();
    Measurement busiest =
        Collections.max(measurements, Comparator.comparingDouble(Measurement::load));
    return "Clients, publisher and Redis: at most %s %% of a core (%s, %s). "
            .formatted(percent(busiest.load()), busiest.workload().name(), busiest.server())
        + "Other programs: %s %% in the median, %s %% at worst."
            .formatted(percent(Stats.median(others)), percent(Collections.max(others)));
  }

  private List<String> cells(Workload workload, Figure figure, boolean ratios) {
    List<String> cells =
        new ArrayList<>(
            List.of(workload.name(), figure.label(), figure.moreIsBetter() ? "more" : "less"));
    for (String server : servers) {
      List<Double> values = values(workload, figure, server);
      cells.add(values.isEmpty() ? "-" : number(Stats.median(values), figure.decimals()));
    }
    if (ratios) {
      cells.add(ratio(paired(workload, figure)));
    }
    return cells;
  }

  private static String ratio(List<Double> pairs) {
    if (pairs.isEmpty()) {
      return "-";
    }
    String median = number(Stats.median(pairs), 2);
    return pairs.size() == 1
        ? median
        : "%s (%s to %s)"
            .formatted(
                median, number(Collections.min(pairs), 2), number(Collections.max(pairs), 2));
  }

  private List<Double> values(Workload workload, Figure figure, String server) {
    return of(workload)
        .filter(m -> m.server().equals(server))
        .map(m -> m.figures().get(figure))
        .filter(Objects::nonNull)
        .toList();
  }

  /// The ratios of the rounds in which both servers were measured.
  private List<Double> paired(Workload workload, Figure figure) {
    Function<Collection<Measurement>, List<Double>> ratios =
        round -> {
          Report one = new Report(List.copyOf(round), workloads, servers);
          List<Double> first = one.values(workload, figure, servers.getFirst());
          List<Double> last = one.values(workload, figure, servers.getLast());
          return first.isEmpty() || last.isEmpty() || last.getFirst() == 0
              ? List.of()
              : List.of(first.getFirst() / last.getFirst());
        };
    return of(workload).collect(Collectors.groupingBy(Measurement::round)).values().stream()
        .flatMap(round -> ratios.apply(round).stream())
        .toList();
  }

  private Stream<Measurement> of(Workload workload) {
    return measurements.stream().filter(m -> m.workload().name().equals(workload.name()));
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String percent(double share) {
    return number(100 * share, 0);
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}

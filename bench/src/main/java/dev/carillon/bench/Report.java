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
/// measured side by side, the median of the comparisons within each round. Immutable.
///
/// @param servers in the order of the columns; the first is compared to the last
record Report(
    List<Measurement> measurements,
    List<Workload> workloads,
    List<String> servers,
    Comparison comparison) {

  /// What one server is to another.
  enum Comparison {
    RATIO("÷") {
      @Override
      double of(double first, double last) {
        return first / last;
      }
    },
    DIFFERENCE("−") {
      @Override
      double of(double first, double last) {
        return first - last;
      }
    };

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    abstract double of(double first, double last);
  }

  String table() {
    List<String> lines = new ArrayList<>();
    boolean compared = servers.size() > 1;
    List<String> head = new ArrayList<>(List.of("workload", "figure", "better"));
    head.addAll(servers);
    if (compared) {
      head.add(
          "%s %s %s (range)".formatted(servers.getFirst(), comparison.sign, servers.getLast()));
    }
    lines.add(row(head));
    List<String> rule = new ArrayList<>(Collections.nCopies(3, "---"));
    rule.addAll(Collections.nCopies(head.size() - 3, "---:"));
    lines.add(row(rule));
    for (Workload workload : workloads) {
      for (Figure figure : workload.figures()) {
        lines.add(row(cells(workload, figure, compared)));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  /// How busy the measurement itself and the rest of the machine were: what the figures have to be read
  /// with.
  static String company(List<Measurement> measurements) {
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

  private List<String> cells(Workload workload, Figure figure, boolean compared) {
    List<String> cells =
        new ArrayList<>(
            List.of(workload.name(), figure.label(), figure.moreIsBetter() ? "more" : "less"));
    for (String server : servers) {
      List<Double> values = values(workload, figure, server);
      cells.add(values.isEmpty() ? "-" : number(Stats.median(values), figure.decimals()));
    }
    if (compared) {
      cells.add(comparison(paired(workload, figure)));
    }
    return cells;
  }

  private static String comparison(List<Double> pairs) {
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

  /// The comparisons of the rounds in which both servers were measured.
  private List<Double> paired(Workload workload, Figure figure) {
    Function<Collection<Measurement>, List<Double>> comparisons =
        round -> {
          Report one = new Report(List.copyOf(round), workloads, servers, comparison);
          List<Double> first = one.values(workload, figure, servers.getFirst());
          List<Double> last = one.values(workload, figure, servers.getLast());
          if (first.isEmpty() || last.isEmpty()) {
            return List.of();
          }
          double compared = comparison.of(first.getFirst(), last.getFirst());
          return Double.isFinite(compared) ? List.of(compared) : List.of();
        };
    return of(workload).collect(Collectors.groupingBy(Measurement::round)).values().stream()
        .flatMap(round -> comparisons.apply(round).stream())
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

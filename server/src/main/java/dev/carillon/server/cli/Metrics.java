package dev.carillon.server.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a gateway says of itself in the text format of Prometheus, as far as it is read here: samples with their
/// labels. Immutable.
///
/// @param samples in the order in which they stand
record Metrics(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("([a-z_]+)(?:\\{([^}]*)\\})? ([0-9.eE+-]+|NaN|\\+Inf)");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  Metrics {
    samples = List.copyOf(samples);
  }

  /// One number.
  record Sample(String name, Map<String, String> labels, double value) {
    Sample {
      labels = Map.copyOf(labels);
    }
  }

  /// Reads them; lines that are none are left out.
  static Metrics read(String text) {
    var samples = new ArrayList<Sample>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> {
          var labels = new HashMap<String, String>();
          if (line.group(2) != null) {
            Matcher label = LABEL.matcher(line.group(2));
            while (label.find()) {
              labels.put(label.group(1), label.group(2));
            }
          }
          String value = line.group(3).replace("+Inf", "Infinity");
          samples.add(new Sample(line.group(1), labels, Double.parseDouble(value)));
        });
    return new Metrics(samples);
  }

  /// Returns the apps that anything is said of.
  SortedSet<String> apps() {
    var apps = new TreeSet<String>();
    for (Sample sample : samples) {
      String app = sample.labels.get("app");
      if (app != null) {
        apps.add(app);
      }
    }
    return apps;
  }

  /// Returns the sum of all samples of a name that have these labels, 0 where there is none.
  double sum(String name, Map<String, String> labels) {
    return samples.stream()
        .filter(sample -> sample.name.equals(name))
        .filter(sample -> sample.labels.entrySet().containsAll(labels.entrySet()))
        .mapToDouble(Sample::value)
        .sum();
  }
}

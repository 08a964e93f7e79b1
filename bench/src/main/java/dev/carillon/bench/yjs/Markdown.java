package dev.carillon.bench.yjs;

import java.util.List;
import java.util.Locale;

/// Rows of a table.
final class Markdown {
  private Markdown() {}

  static String head(List<String> names) {
    return row(names) + "\n|---" + "|---:".repeat(names.size() - 1) + "|";
  }

  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}

package dev.carillon.server.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Finds what somebody probably meant.
final class Nearest {
  private Nearest() {}

  /// Returns the candidate with the fewest edits from a text, or `null` when none is near.
  static @Nullable String to(String text, Collection<String> candidates) {
    String best = null;
    int fewest = Math.max(3, text.length() / 3);
    for (String candidate : candidates) {
      int edits = edits(text, candidate);
      if (edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return best;
  }

  /// Counts the insertions, removals and replacements from one text to another (Levenshtein).
  private static int edits(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[above.length];
      current[0] = row;
      for (int column = 1; column < above.length; column++) {
        int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
      }
      above = current;
    }
    return above[to.length()];
  }
}

package dev.carillon.collab;

import dev.carillon.yjs.DeltaOp;
import dev.carillon.yjs.YText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes a text say something else with few changes.
///
/// Compared are code points, so that no surrogate pair is taken apart. When that is too much work, lines are
/// compared, and code points within those that differ; where even that is too much, a stretch is replaced whole.
final class TextRewrite {
  private TextRewrite() {}

  static void apply(YText text, String wanted) {
    String before = text.toString();
    if (before.equals(wanted)) {
      return;
    }
    int[] old = before.codePoints().toArray();
    int[] now = wanted.codePoints().toArray();
    int[] places = places(text, old);
    for (Diff.Change change : changes(old, now).reversed()) {
      String added = new String(now, change.newFrom(), change.newTo() - change.newFrom());
      int from = change.from();
      int to = change.to();
      if (!added.isEmpty()) {
        // behind what goes, to be as that was: bold in place of bold
        text.insert(to == 0 ? places[0] : behind(places, old, to - 1), added);
      }
      while (to > from) { // embedded values between the letters stay
        int first = to - 1;
        while (first > from && behind(places, old, first - 1) == places[first]) {
          first--;
        }
        text.delete(places[first], behind(places, old, to - 1) - places[first]);
        to = first;
      }
    }
  }

  /// Returns where each code point is, and where the text ends if it has none.
  private static int[] places(YText text, int[] points) {
    int[] places = new int[Math.max(1, points.length)];
    int next = 0;
    int at = 0;
    for (DeltaOp step : text.toDelta()) {
      if (step instanceof DeltaOp.Insert insert && insert.insert() instanceof String run) {
        int end = at + run.length();
        while (at < end) {
          places[next] = at;
          at += Character.charCount(points[next++]);
        }
      } else {
        at++;
      }
    }
    return places;
  }

  private static int behind(int[] places, int[] points, int index) {
    return places[index] + Character.charCount(points[index]);
  }

  private static List<Diff.Change> changes(int[] old, int[] now) {
    List<Diff.Change> changes = Diff.of(old, now);
    return changes == null ? byLines(old, now) : changes;
  }

  private static List<Diff.Change> byLines(int[] old, int[] now) {
    Map<String, Integer> known = new HashMap<>();
    int[] oldStarts = starts(old);
    int[] newStarts = starts(now);
    List<Diff.Change> lines =
        Diff.of(numbers(old, oldStarts, known), numbers(now, newStarts, known));
    if (lines == null) {
      lines = List.of(new Diff.Change(0, oldStarts.length - 1, 0, newStarts.length - 1));
    }
    List<Diff.Change> changes = new ArrayList<>();
    for (Diff.Change line : lines) {
      int from = oldStarts[line.from()];
      int newFrom = newStarts[line.newFrom()];
      int to = oldStarts[line.to()];
      int newTo = newStarts[line.newTo()];
      List<Diff.Change> within =
          Diff.of(Arrays.copyOfRange(old, from, to), Arrays.copyOfRange(now, newFrom, newTo));
      if (within == null) {
        changes.add(new Diff.Change(from, to, newFrom, newTo));
      } else {
        for (Diff.Change c : within) {
          changes.add(
              new Diff.Change(
                  from + c.from(), from + c.to(), newFrom + c.newFrom(), newFrom + c.newTo()));
        }
      }
    }
    return changes;
  }

  /// Returns where lines begin, and the end.
  private static int[] starts(int[] points) {
    List<Integer> starts = new ArrayList<>();
    starts.add(0);
    for (int i = 0; i < points.length; i++) {
      if (points[i] == '\n' || i == points.length - 1) {
        starts.add(i + 1);
      }
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Returns a number for each line, the same for equal ones.
  private static int[] numbers(int[] points, int[] starts, Map<String, Integer> known) {
    int[] numbers = new int[starts.length - 1];
    for (int i = 0; i < numbers.length; i++) {
      String line = new String(points, starts[i], starts[i + 1] - starts[i]);
      numbers[i] = known.computeIfAbsent(line, key -> known.size());
    }
    return numbers;
  }
}

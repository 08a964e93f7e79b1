package dev.carillon.collab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fewest changes that make one sequence of numbers out of another: E. Myers, *An O(ND) Difference Algorithm
/// and Its Variations* (1986), the greedy form.
///
/// Its work grows with the square of the number of changes, so both that number and the work are limited; past a
/// limit there is no answer, and whoever asked compares larger pieces.
final class Diff {
  /// The most deletions and insertions. Their squares are the numbers that are remembered: 4 MiB.
  private static final int MOST_CHANGES = 1_000;

  /// The most steps, some tens of milliseconds.
  private static final long MOST_STEPS = 10_000_000;

  private Diff() {}

  /// What is replaced: `from` to `to` of the old sequence by `newFrom` to `newTo` of the new one. Ends are
  /// exclusive; one of the two may be empty.
  record Change(int from, int to, int newFrom, int newTo) {}

  /// Returns the changes in their order; `null`: there are too many.
  static @Nullable List<Change> of(int[] before, int[] after) {
    int start = 0;
    int shorter = Math.min(before.length, after.length);
    while (start < shorter && before[start] == after[start]) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before[before.length - 1 - end] == after[after.length - 1 - end]) {
      end++;
    }
    int[] old = Arrays.copyOfRange(before, start, before.length - end);
    int[] now = Arrays.copyOfRange(after, start, after.length - end);
    if (old.length == 0 && now.length == 0) {
      return List.of();
    }
    if (old.length == 0 || now.length == 0) {
      return List.of(new Change(start, start + old.length, start, start + now.length));
    }
    List<int[]> reached = search(old, now);
    return reached == null ? null : changes(reached, old.length, now.length, start);
  }

  /// Goes as far as it gets with 0 changes, 1, 2… on each diagonal (how much further in the old than in the new
  /// sequence).
  ///
  /// @return for each number of changes, how far that was in the old sequence, from the lowest diagonal on
  private static @Nullable List<int[]> search(int[] old, int[] now) {
    List<int[]> reached = new ArrayList<>();
    long steps = 0;
    for (int changes = 0; changes <= MOST_CHANGES && steps <= MOST_STEPS; changes++) {
      int[] far = new int[2 * changes + 1];
      int[] last = changes == 0 ? far : reached.getLast();
      reached.add(far);
      for (int diagonal = -changes; diagonal <= changes; diagonal += 2) {
        int x = changes == 0 ? 0 : first(last, changes, diagonal);
        int y = x - diagonal;
        while (x < old.length && y < now.length && old[x] == now[y]) {
          x++;
          y++;
          steps++;
        }
        far[diagonal + changes] = x;
        steps++;
        if (x >= old.length && y >= now.length) {
          return reached;
        }
      }
    }
    return null;
  }

  /// Returns where a diagonal begins with one change more: from the neighbour that got further.
  private static int first(int[] last, int changes, int diagonal) {
    return isInsertion(last, changes, diagonal)
        ? last[diagonal + changes]
        : last[diagonal + changes - 2] + 1;
  }

  /// Whether a diagonal is reached from the one above it. `last` begins one diagonal later than this round.
  private static boolean isInsertion(int[] last, int changes, int diagonal) {
    return diagonal == -changes
        || (diagonal != changes && last[diagonal + changes - 2] < last[diagonal + changes]);
  }

  /// Goes back the way that was found.
  private static List<Change> changes(List<int[]> reached, int oldEnd, int newEnd, int start) {
    List<Change> found = new ArrayList<>();
    int x = oldEnd;
    int y = newEnd;
    for (int changes = reached.size() - 1; changes > 0; changes--) {
      int diagonal = x - y;
      int[] last = reached.get(changes - 1);
      boolean insertion = isInsertion(last, changes, diagonal);
      int before = insertion ? diagonal + 1 : diagonal - 1;
      int oldX = last[before + changes - 1];
      int oldY = oldX - before;
      add(
          found,
          new Change(
              start + oldX,
              start + oldX + (insertion ? 0 : 1),
              start + oldY,
              start + oldY + (insertion ? 1 : 0)));
      x = oldX;
      y = oldY;
    }
    return found.reversed();
  }

  /// Adds a change in front of the others, or to the one that it touches.
  private static void add(List<Change> found, Change change) {
    Change next = found.isEmpty() ? null : found.getLast();
    if (next != null && next.from == change.to && next.newFrom == change.newTo) {
      found.set(found.size() - 1, new Change(change.from, next.to, change.newFrom, next.newTo));
    } else {
      found.add(change);
    }
  }
}

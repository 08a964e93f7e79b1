package dev.carillon.yjs;

import org.jspecify.annotations.Nullable;

/// Some items of a long list and the index at which each begins, where edits were made of late: the
/// next edit starts its search from the nearest. Only for edits made here; what comes from elsewhere
/// makes all marks void.
final class Marks {
  private static final int MOST = 32;

  /// A place so many items away from every mark gets a mark of its own.
  private static final int FAR = 32;

  private final @Nullable Item[] items = new Item[MOST];
  private final int[] indexes = new int[MOST];
  private int size;
  private int oldest;

  /// Returns which mark is nearest to an index, and nearer than the beginning; -1 when none is.
  int nearest(int index) {
    int best = -1;
    int least = index;
    for (int i = 0; i < size; i++) {
      int distance = Math.abs(indexes[i] - index);
      if (distance < least) {
        Item item = items[i];
        if (item != null && item.isVisible()) {
          least = distance;
          best = i;
        }
      }
    }
    return best;
  }

  @Nullable Item item(int mark) {
    return items[mark];
  }

  int index(int mark) {
    return indexes[mark];
  }

  /// Marks a visible item.
  ///
  /// @param near the mark from which it was found, -1 for none
  /// @param steps how far it was from there
  void put(Item item, int index, int near, int steps) {
    int slot = near;
    if (near < 0 || steps > FAR) {
      slot = size < MOST ? size++ : oldest++ % MOST;
    }
    items[slot] = item;
    indexes[slot] = index;
  }

  void inserted(int index, int length) {
    for (int i = 0; i < size; i++) {
      if (indexes[i] >= index) {
        indexes[i] += length;
      }
    }
  }

  void deleted(int index, int length) {
    for (int i = 0; i < size; i++) {
      if (indexes[i] > index) {
        indexes[i] = Math.max(index, indexes[i] - length);
      }
    }
  }

  /// Notes that `left` took in `right`, of the same kind.
  void merged(Item left, Item right) {
    for (int i = 0; i < size; i++) {
      if (items[i] == right) {
        items[i] = left;
        indexes[i] -= left.length;
      }
    }
  }
}

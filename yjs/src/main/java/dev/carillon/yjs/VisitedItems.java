package dev.carillon.yjs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The items that a conflict scan has passed, numbered in order. Those before the latest place that
/// was settled on conflict no more.
final class VisitedItems {
  static final int UNSEEN = -1;

  /// So many are searched one by one; only beyond that a table is worth its making.
  private static final int FEW = 8;

  private @Nullable Item[] items = new Item[FEW];
  private int size;
  private int settled;

  /// Indexes plus 1, by hash; empty while the items are few.
  private int[] table = {};

  void clear() {
    if (size > 0) {
      Arrays.fill(items, 0, size, null);
      if (size > FEW) {
        Arrays.fill(table, 0);
      }
      size = 0;
    }
    settled = 0;
  }

  void add(Item item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
    }
    items[size++] = item;
    if (size > FEW) {
      if (size * 2 > table.length || size == FEW + 1) {
        rebuild();
      } else {
        put(item, size);
      }
    }
  }

  /// Notes that the place is after the item added last.
  void settle() {
    settled = size;
  }

  boolean isSettled(int index) {
    return index < settled;
  }

  int indexOf(Item item) {
    if (size <= FEW) {
      for (int i = size - 1; i >= 0; i--) {
        if (items[i] == item) {
          return i;
        }
      }
      return UNSEEN;
    }
    int mask = table.length - 1;
    for (int i = slot(item, mask); table[i] != 0; i = (i + 1) & mask) {
      if (items[table[i] - 1] == item) {
        return table[i] - 1;
      }
    }
    return UNSEEN;
  }

  private void rebuild() {
    if (size * 2 > table.length) {
      table = new int[Integer.highestOneBit(size) * 4];
    }
    for (int i = 0; i < size; i++) {
      Item item = items[i];
      if (item != null) {
        put(item, i + 1);
      }
    }
  }

  private void put(Item item, int number) {
    int mask = table.length - 1;
    int i = slot(item, mask);
    while (table[i] != 0) {
      i = (i + 1) & mask;
    }
    table[i] = number;
  }

  private static int slot(Item item, int mask) {
    int hash = System.identityHashCode(item);
    return (hash ^ (hash >>> 15)) & mask;
  }
}

package dev.carillon.yjs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The structs of one client, ordered by clock and without gaps from 0.
///
/// There is one such object per client id in a store, so ids are compared by reference and an item
/// needs four bytes for the client in an id.
///
/// Structs are added at the end, and split and merged where somebody edits: so the array has room
/// both at its end and at the place of the latest split or merge, which moves as editing moves. What
/// is done near the last place or at the end costs the same however long the list is.
final class ClientStructs {
  private static final Struct[] NONE = {};
  private static final int LEAST_ROOM = 8;

  final long id;

  /// The first `gapAt` structs, `gap` free slots, the other structs, free slots.
  private @Nullable Struct[] slots = NONE;

  private int size;
  private int gapAt;
  private int gap;

  /// What the running transaction did here; `null` when nothing or outside of one.
  @Nullable ClientChange change;

  /// The structs of this client in the update that is being taken in; `null` outside of that.
  @Nullable Section section;

  ClientStructs(long id) {
    this.id = id;
  }

  int size() {
    return size;
  }

  /// Returns the next clock expected of this client.
  int state() {
    return size == 0 ? 0 : get(size - 1).end();
  }

  Struct get(int index) {
    Struct struct = slots[index < gapAt ? index : index + gap];
    if (struct == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return struct;
  }

  void set(int index, Struct struct) {
    slots[index < gapAt ? index : index + gap] = struct;
  }

  void add(Struct struct) {
    if (size + gap == slots.length) {
      resize(gapAt, gap, roomFor(size));
    }
    slots[size + gap] = struct;
    size++;
  }

  void removeLast() {
    remove(size - 1, size);
  }

  /// Puts a struct before the one at `index`.
  void insert(int index, Struct struct) {
    if (index == size) {
      add(struct);
      return;
    }
    if (gap == 0) {
      resize(index, roomFor(size), slots.length - size);
    } else {
      moveGap(index);
    }
    slots[gapAt++] = struct;
    gap--;
    size++;
  }

  /// Removes the structs from `from` to before `to`.
  void remove(int from, int to) {
    int count = to - from;
    if (to == size && from >= gapAt) {
      Arrays.fill(slots, from + gap, to + gap, null);
    } else {
      moveGap(to);
      Arrays.fill(slots, from, to, null);
      gapAt = from;
      gap += count;
    }
    size -= count;
  }

  /// Returns where the struct stands that holds `clock`, which must be below [#state()].
  int indexOf(int clock) {
    int high = size - 1;
    if (get(high).clock <= clock) {
      return high;
    }
    int low = 0;
    if (gapAt > 0 && gapAt < size) { // most often, something near the latest edit is wanted
      if (get(gapAt).clock <= clock) {
        low = gapAt;
      } else {
        high = gapAt - 1;
      }
    }
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (get(middle).clock <= clock) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /// Returns the struct that holds `clock`, which must be below [#state()].
  Struct find(int clock) {
    return get(indexOf(clock));
  }

  /// Gives back the room that was kept for growth.
  void trim() {
    if (slots.length > size + (size >> 3)) {
      resize(size, 0, 0);
    }
  }

  private static int roomFor(int size) {
    return Math.max(size < LEAST_ROOM ? 2 : LEAST_ROOM, size >> 2);
  }

  private void moveGap(int index) {
    if (index < gapAt) {
      System.arraycopy(slots, index, slots, index + gap, gapAt - index);
      Arrays.fill(slots, index, Math.min(gapAt, index + gap), null);
    } else if (index > gapAt) {
      System.arraycopy(slots, gapAt + gap, slots, gapAt, index - gapAt);
      Arrays.fill(slots, Math.max(index, gapAt + gap), index + gap, null);
    }
    gapAt = index;
  }

  /// Makes a new array with the gap at `index` and so much room in it and at the end.
  private void resize(int index, int room, int roomAtEnd) {
    @Nullable Struct[] larger = new Struct[Math.addExact(size, Math.addExact(room, roomAtEnd))];
    int split = Math.min(index, gapAt);
    System.arraycopy(slots, 0, larger, 0, split);
    for (int i = split; i < Math.max(index, gapAt); i++) {
      larger[i < index ? i : i + room] = get(i);
    }
    int from = Math.max(index, gapAt);
    System.arraycopy(slots, from + gap, larger, from + room, size - from);
    slots = larger;
    gapAt = index;
    gap = room;
  }

  @Override
  public String toString() {
    return "client " + id + " at " + state();
  }
}

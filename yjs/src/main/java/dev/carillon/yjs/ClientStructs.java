package dev.carillon.yjs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The structs of one client, ordered by clock and without gaps from 0.
///
/// There is one such object per client id in a store, so ids are compared by reference and an item
/// needs four bytes for the client in an id.
final class ClientStructs {
  private static final Struct[] NONE = {};

  final long id;
  private Struct[] structs = NONE;
  private int size;

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
    return size == 0 ? 0 : structs[size - 1].end();
  }

  Struct get(int index) {
    return structs[index];
  }

  void set(int index, Struct struct) {
    structs[index] = struct;
  }

  void add(Struct struct) {
    if (size == structs.length) {
      structs = Arrays.copyOf(structs, size < 2 ? 2 : size + (size >> 1));
    }
    structs[size++] = struct;
  }

  void removeLast() {
    structs[--size] = null;
  }

  /// Puts a struct before the one at `index`.
  void insert(int index, Struct struct) {
    if (size == structs.length) {
      structs = Arrays.copyOf(structs, size < 2 ? 2 : size + (size >> 1));
    }
    System.arraycopy(structs, index, structs, index + 1, size - index);
    structs[index] = struct;
    size++;
  }

  /// Removes the structs from `from` to before `to`.
  void remove(int from, int to) {
    System.arraycopy(structs, to, structs, from, size - to);
    int kept = size - (to - from);
    Arrays.fill(structs, kept, size, null);
    size = kept;
  }

  /// Returns where the struct stands that holds `clock`, which must be below [#state()].
  int indexOf(int clock) {
    int low = 0;
    int high = size - 1;
    Struct last = structs[high];
    if (last.clock <= clock) {
      return high;
    }
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (structs[middle].clock <= clock) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /// Returns the struct that holds `clock`, which must be below [#state()].
  Struct find(int clock) {
    return structs[indexOf(clock)];
  }

  /// Gives back the room that was kept for growth.
  void trim() {
    if (structs.length > size + (size >> 3)) {
      structs = Arrays.copyOf(structs, size);
    }
  }

  @Override
  public String toString() {
    return "client " + id + " at " + state();
  }
}

package dev.carillon.yjs;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Ranges of clocks, each with its client: things to be deleted, before they are looked up.
final class Ranges {
  private static final int[] NONE = {};
  private static final ClientStructs[] NOBODY = {};

  private @Nullable ClientStructs[] clients = NOBODY;

  /// Clock and length by turns.
  private int[] numbers = NONE;

  private int size;
  private boolean ordered = true;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  ClientStructs client(int index) {
    ClientStructs client = clients[index];
    if (client == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return client;
  }

  int clock(int index) {
    return numbers[index * 2];
  }

  int length(int index) {
    return numbers[index * 2 + 1];
  }

  private int end(int index) {
    return clock(index) + length(index);
  }

  void add(ClientStructs client, int clock, int length) {
    if (size == clients.length) {
      int room = Math.max(2, size * 2);
      clients = Arrays.copyOf(clients, room);
      numbers = Arrays.copyOf(numbers, room * 2);
    }
    ordered &= size == 0 || follows(client, clock);
    clients[size] = client;
    numbers[size * 2] = clock;
    numbers[size * 2 + 1] = length;
    size++;
  }

  private boolean follows(ClientStructs client, int clock) {
    ClientStructs last = client(size - 1);
    return last == client ? clock >= end(size - 1) : client.id < last.id;
  }

  /// Returns the same clocks, the highest client first, then by clock, each clock once.
  ///
  /// So the work that ranges make is bounded by what is in the store, however often they name it.
  Ranges inOrder() {
    if (ordered) {
      return this;
    }
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.comparingLong((Integer i) -> -client(i).id).thenComparingInt(this::clock));
    Ranges sorted = new Ranges();
    for (int i : order) {
      sorted.join(client(i), clock(i), end(i));
    }
    return sorted;
  }

  private void join(ClientStructs client, int clock, int end) {
    int last = size - 1;
    if (last >= 0 && client(last) == client && clock <= end(last)) {
      numbers[last * 2 + 1] = Math.max(end(last), end) - clock(last);
    } else {
      add(client, clock, end - clock);
    }
  }
}

package dev.carillon.yjs;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Collects deleted ranges in any order. Confined to one thread.
final class DeleteSetBuilder {
  private final SortedMap<Long, Ranges> clients = new TreeMap<>(Collections.reverseOrder());
  private long lastClient = -1;
  private @Nullable Ranges last;

  /// Adds a range; one without length is nothing.
  void add(long client, int clock, int length) {
    if (length > 0) {
      rangesOf(client).add(clock, clock + length);
    }
  }

  void addAll(DeleteSet other) {
    other.forEach(this::add);
  }

  /// Reads the delete set of an update, and adds it.
  ///
  /// @return whether there was a range without length
  boolean addAll(UpdateReader in) {
    boolean emptied = false;
    for (int clientsLeft = in.clients(); clientsLeft > 0; clientsLeft--) {
      in.beginRanges();
      long client = in.rest.readVarUint();
      for (int left = in.rest.readVarUint31(); left > 0; left--) {
        int at = in.rest.position();
        int clock = in.rangeClock();
        int length = in.rangeLength();
        if (clock + length < 0) {
          throw limit(at, "a deleted range beyond 31 bits");
        }
        add(client, clock, length);
        emptied |= length == 0;
      }
    }
    return emptied;
  }

  private Ranges rangesOf(long client) {
    if (last == null || client != lastClient) {
      lastClient = client;
      last = clients.computeIfAbsent(client, _ -> new Ranges());
    }
    return last;
  }

  DeleteSet build() {
    if (clients.isEmpty()) {
      return DeleteSet.EMPTY;
    }
    long[] ids = new long[clients.size()];
    int[][] ranges = new int[ids.length][];
    int i = 0;
    for (var entry : clients.entrySet()) {
      ids[i] = entry.getKey();
      ranges[i++] = entry.getValue().toOrdered();
    }
    return new DeleteSet(ids, ranges);
  }

  /// The ranges of one client, each as one long so that they sort at once.
  private static final class Ranges {
    private long[] ranges = new long[2];
    private int size;
    private boolean ordered = true;

    void add(int from, int to) {
      if (size > 0 && ordered) {
        long last = ranges[size - 1];
        if (from == (int) last) {
          ranges[size - 1] += to - from;
          return;
        }
        ordered = from > (int) last;
      }
      if (size == ranges.length) {
        ranges = Arrays.copyOf(ranges, 2 * size);
      }
      ranges[size++] = (long) from << 32 | to;
    }

    int[] toOrdered() {
      if (!ordered) {
        Arrays.sort(ranges, 0, size);
      }
      int[] apart = new int[2 * size];
      int to = 0;
      for (int i = 0; i < size; i++) {
        int rangeFrom = (int) (ranges[i] >>> 32);
        int rangeTo = (int) ranges[i];
        if (to > 0 && rangeFrom <= apart[to - 1]) {
          apart[to - 1] = Math.max(apart[to - 1], rangeTo);
        } else {
          apart[to++] = rangeFrom;
          apart[to++] = rangeTo;
        }
      }
      return to == apart.length ? apart : Arrays.copyOf(apart, to);
    }
  }
}

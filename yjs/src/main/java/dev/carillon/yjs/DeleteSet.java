package dev.carillon.yjs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says which clocks of which clients are deleted. Immutable; may be shared.
///
/// Ranges are in order and apart from each other: two sets that say the same are equal.
public final class DeleteSet {
  /// Nothing is deleted.
  public static final DeleteSet EMPTY = new DeleteSet(new long[0], new int[0][]);

  private final long[] clients; // descending
  private final int[][] ranges; // per client: from, to, from, to … ascending

  DeleteSet(long[] clients, int[][] ranges) {
    this.clients = clients;
    this.ranges = ranges;
  }

  /// Reads what ends an update.
  static DeleteSet read(UpdateReader in) {
    var builder = new DeleteSetBuilder();
    builder.addAll(in);
    return builder.build();
  }

  /// Writes this as the end of an update.
  void write(UpdateWriter out) {
    out.rest.writeVarUint(clients.length);
    for (int i = 0; i < clients.length; i++) {
      int[] own = ranges[i];
      out.beginRanges();
      out.rest.writeVarUint(clients[i]);
      out.rest.writeVarUint(own.length / 2);
      for (int at = 0; at < own.length; at += 2) {
        out.range(own[at], own[at + 1] - own[at]);
      }
    }
  }

  /// Returns whether nothing is deleted.
  public boolean isEmpty() {
    return clients.length == 0;
  }

  /// Returns whether this clock of this client is deleted.
  public boolean contains(long client, int clock) {
    return covers(rangesOf(client), clock, clock + 1);
  }

  /// Returns whether everything that `other` says is deleted here.
  public boolean covers(DeleteSet other) {
    for (int i = 0; i < other.clients.length; i++) {
      int[] own = rangesOf(other.clients[i]);
      int[] theirs = other.ranges[i];
      for (int at = 0; at < theirs.length; at += 2) {
        if (!covers(own, theirs[at], theirs[at + 1])) {
          return false;
        }
      }
    }
    return true;
  }

  /// Returns whether all that is deleted is known.
  boolean isWithin(StateVector known) {
    for (int i = 0; i < clients.length; i++) {
      int[] own = ranges[i];
      if (own[own.length - 1] > known.clock(clients[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(int[] ranges, int from, int to) {
    int low = 0;
    for (int high = ranges.length / 2; low < high; ) { // the first range that ends behind `from`
      int middle = (low + high) >>> 1;
      if (ranges[2 * middle + 1] <= from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    int at = 2 * low;
    return at < ranges.length && ranges[at] <= from && to <= ranges[at + 1];
  }

  private int[] rangesOf(long client) {
    for (int low = 0, high = clients.length - 1; low <= high; ) {
      int middle = (low + high) >>> 1;
      if (clients[middle] == client) {
        return ranges[middle];
      }
      if (clients[middle] > client) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return new int[0];
  }

  /// A run of deleted clocks of one client.
  ///
  /// @param clock the first one
  /// @param length how many
  public record Range(int clock, int length) {}

  /// Returns the deleted ranges of each client, the highest client first, ranges in order.
  public Map<Long, List<Range>> toMap() {
    Map<Long, List<Range>> map = new LinkedHashMap<>();
    forEach((client, clock, length) ->
        map.computeIfAbsent(client, _ -> new ArrayList<>()).add(new Range(clock, length)));
    map.replaceAll((client, own) -> List.copyOf(own));
    return map;
  }

  void forEach(Visitor visitor) {
    for (int i = 0; i < clients.length; i++) {
      int[] own = ranges[i];
      for (int at = 0; at < own.length; at += 2) {
        visitor.visit(clients[i], own[at], own[at + 1] - own[at]);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DeleteSet that
        && Arrays.equals(clients, that.clients)
        && Arrays.deepEquals(ranges, that.ranges);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(clients) + Arrays.deepHashCode(ranges);
  }

  @Override
  public String toString() {
    var text = new StringBuilder("{");
    forEach((client, clock, length) ->
        text.append(text.length() == 1 ? "" : ", ")
            .append(client)
            .append(":[")
            .append(clock)
            .append(',')
            .append(clock + length)
            .append(')'));
    return text.append('}').toString();
  }

  /// Is shown each range, the highest client first.
  @FunctionalInterface
  interface Visitor {
    void visit(long client, int clock, int length);
  }
}

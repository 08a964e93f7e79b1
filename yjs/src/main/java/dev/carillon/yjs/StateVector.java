package dev.carillon.yjs;

import dev.carillon.yjs.lib0.Decoder;
import dev.carillon.yjs.lib0.Encoder;
import dev.carillon.yjs.lib0.UpdateRefusedException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Says for each client up to which clock everything is known. Immutable; may be shared.
public final class StateVector {
  /// Knows nothing.
  public static final StateVector EMPTY = new StateVector(new long[0], new int[0]);

  private final long[] clients; // descending
  private final int[] clocks; // the next one expected; above zero

  private StateVector(long[] clients, int[] clocks) {
    this.clients = clients;
    this.clocks = clocks;
  }

  /// Takes the next expected clock of each client.
  ///
  /// @throws IllegalArgumentException if a client or a clock is negative
  public static StateVector of(Map<Long, Integer> clocks) {
    var builder = new Builder();
    clocks.forEach((client, clock) -> {
      if (client < 0 || clock < 0) {
        throw new IllegalArgumentException("a negative client or clock");
      }
      builder.put(client, clock);
    });
    return builder.build();
  }

  /// Decodes what [#encode] or `Y.encodeStateVector` made.
  ///
  /// @throws UpdateRefusedException if it is malformed, or a clock is beyond 31 bits
  public static StateVector decode(byte[] bytes) {
    return read(new Decoder(bytes));
  }

  /// Reads a state vector, which must end the bytes.
  static StateVector read(Decoder in) {
    var builder = new Builder();
    for (int left = in.readVarUint31(); left > 0; left--) {
      builder.put(in.readVarUint(), in.readVarUint31());
    }
    if (in.remaining() > 0) {
      throw UpdateRefusedException.malformed(in.position(), "bytes behind the end");
    }
    return builder.build();
  }

  /// Encodes this as `Y.encodeStateVector` does; the same in v1 and v2.
  public byte[] encode() {
    var out = new Encoder(10 * clients.length + 5);
    out.writeVarUint(clients.length);
    for (int i = 0; i < clients.length; i++) {
      out.writeVarUint(clients[i]);
      out.writeVarUint(clocks[i]);
    }
    return out.toByteArray();
  }

  /// Returns the next clock expected of a client; 0 for a client not known.
  public int clock(long client) {
    for (int low = 0, high = clients.length - 1; low <= high; ) {
      int middle = (low + high) >>> 1;
      long found = clients[middle];
      if (found == client) {
        return clocks[middle];
      }
      if (found > client) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return 0;
  }

  /// Returns whether everything that `other` knows is known here.
  public boolean covers(StateVector other) {
    for (int i = 0; i < other.clients.length; i++) {
      if (clock(other.clients[i]) < other.clocks[i]) {
        return false;
      }
    }
    return true;
  }

  /// Returns the next expected clock of each client, the highest client first.
  public Map<Long, Integer> toMap() {
    Map<Long, Integer> map = new TreeMap<>(Collections.reverseOrder());
    forEach(map::put);
    return map;
  }

  void forEach(Visitor visitor) {
    for (int i = 0; i < clients.length; i++) {
      visitor.visit(clients[i], clocks[i]);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StateVector that
        && Arrays.equals(clients, that.clients)
        && Arrays.equals(clocks, that.clocks);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(clients) + Arrays.hashCode(clocks);
  }

  @Override
  public String toString() {
    return toMap().toString();
  }

  /// Is shown each client, the highest first.
  @FunctionalInterface
  interface Visitor {
    void visit(long client, int clock);
  }

  /// Collects clocks, cheaply where clients come in descending order. Confined to one thread.
  static final class Builder {
    private long[] clients = new long[4];
    private int[] clocks = new int[4];
    private int size;
    private @Nullable TreeMap<Long, Integer> unordered;

    /// Sets the clock of a client; 0 is as good as not known.
    void put(long client, int clock) {
      if (unordered != null) {
        unordered.put(client, clock);
      } else if (size > 0 && client >= clients[size - 1]) {
        unordered = new TreeMap<>(Collections.reverseOrder());
        for (int i = 0; i < size; i++) {
          unordered.put(clients[i], clocks[i]);
        }
        unordered.put(client, clock);
      } else if (clock > 0) {
        append(client, clock);
      }
    }

    private void append(long client, int clock) {
      if (size == clients.length) {
        clients = Arrays.copyOf(clients, 2 * size);
        clocks = Arrays.copyOf(clocks, 2 * size);
      }
      clients[size] = client;
      clocks[size++] = clock;
    }

    StateVector build() {
      if (unordered != null) {
        size = 0;
        unordered.forEach((client, clock) -> {
          if (clock > 0) {
            append(client, clock);
          }
        });
        unordered = null;
      }
      return size == 0
          ? EMPTY
          : new StateVector(Arrays.copyOf(clients, size), Arrays.copyOf(clocks, size));
    }
  }
}

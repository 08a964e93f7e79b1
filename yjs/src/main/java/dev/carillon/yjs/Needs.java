package dev.carillon.yjs;

import java.util.HashMap;
import java.util.Map;

/// The highest clock that structs name of each client: what they build on. Confined to one thread.
final class Needs {
  private final Map<Long, Integer> highest = new HashMap<>(4);

  // Neighbours mostly name the same client as the one before.
  private long client = -1;
  private int clock = -1;

  /// Notes an id.
  void add(long of, int at) {
    if (of != client) {
      flush();
      client = of;
      clock = -1;
    }
    clock = Math.max(clock, at);
  }

  /// Returns whether all that is named is known.
  boolean isMetBy(StateVector known) {
    flush();
    for (Map.Entry<Long, Integer> need : highest.entrySet()) {
      if (need.getValue() >= known.clock(need.getKey())) {
        return false;
      }
    }
    return true;
  }

  private void flush() {
    if (clock >= 0) {
      highest.merge(client, clock, Math::max);
    }
  }
}

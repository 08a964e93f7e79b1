package dev.carillon.server.matrix;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Numbers the arrivals of equal messages on this node: first, second, third.
///
/// A number is forgotten when its digest was not seen for a while, and the longest unseen one is
/// forgotten when there are too many. Safe for any thread; guarded by its own monitor.
final class Occurrences {
  private static final int MOST = 10_000;

  private record Seen(long number, long millis) {}

  private final long memoryMillis;
  private final LinkedHashMap<String, Seen> byDigest = new LinkedHashMap<>();

  Occurrences(long memoryMillis) {
    this.memoryMillis = memoryMillis;
  }

  /// Returns the number of this arrival.
  synchronized long next(String digest, long nowMillis) {
    forget(nowMillis);
    Seen last = byDigest.remove(digest); // and in again at the end: the map is in order of arrival
    long number = last == null ? 1 : last.number + 1;
    byDigest.put(digest, new Seen(number, nowMillis));
    return number;
  }

  /// Corrects a number after the store has shown that earlier arrivals were missed.
  synchronized void raise(String digest, long number) {
    Seen seen = byDigest.get(digest);
    if (seen != null && seen.number < number) {
      byDigest.put(digest, new Seen(number, seen.millis));
    }
  }

  synchronized int size() {
    return byDigest.size();
  }

  private void forget(long nowMillis) {
    Iterator<Map.Entry<String, Seen>> oldest = byDigest.entrySet().iterator();
    while (oldest.hasNext()) {
      boolean stale = nowMillis - oldest.next().getValue().millis > memoryMillis;
      if (!stale && byDigest.size() < MOST) {
        return;
      }
      oldest.remove();
    }
  }
}

package dev.carillon.access;

import dev.carillon.core.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;

/// Counts events by key in this node's memory, in windows that the first event opens.
///
/// Guarded by its own monitor, held for memory operations only. All windows are equally long, so the order in
/// which they open is that in which they end; past the limit the oldest is forgotten.
final class FixedWindows {
  private static final class Window {
    private final long opened;
    private int events;

    Window(long opened) {
      this.opened = opened;
    }
  }

  private final RateLimit limit;
  private final int most;
  private final Clock clock;
  private final LinkedHashMap<String, Window> byKey = new LinkedHashMap<>();

  FixedWindows(RateLimit limit, int most, Clock clock) {
    this.limit = limit;
    this.most = most;
    this.clock = clock;
  }

  /// Counts an event, and returns whether it is within the limit.
  synchronized boolean take(String key) {
    long now = clock.millis();
    Iterator<Window> oldest = byKey.values().iterator();
    while (oldest.hasNext() && isOver(oldest.next(), now)) {
      oldest.remove();
    }
    Window window = byKey.get(key);
    if (window == null) {
      if (byKey.size() >= most) {
        byKey.pollFirstEntry();
      }
      window = new Window(now);
      byKey.put(key, window);
    }
    if (window.events >= limit.events()) {
      return false;
    }
    window.events++;
    return true;
  }

  synchronized int size() {
    return byKey.size();
  }

  private boolean isOver(Window window, long now) {
    return now - window.opened >= limit.window().toMillis();
  }
}

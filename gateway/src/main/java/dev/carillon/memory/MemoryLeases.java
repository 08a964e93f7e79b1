package dev.carillon.memory;

import dev.carillon.core.Clock;
import dev.carillon.core.Leases;
import dev.carillon.memory.Entries.Scores;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Leases in a [MemoryStore]: a sorted set whose scores are the moments at which they run out.
///
/// Guarded by the store's lock.
final class MemoryLeases implements Leases {
  private final String key;
  private final Clock clock;
  private final ReentrantLock lock;
  private final Entries entries;

  MemoryLeases(String key, Clock clock, ReentrantLock lock, Entries entries) {
    this.key = key;
    this.clock = clock;
    this.lock = lock;
    this.entries = entries;
  }

  @Override
  public void begin(String holder, Duration lifetime) {
    double until = until(lifetime);
    locked(() -> {
      Scores held = held();
      if (held == null) {
        held = new Scores(new HashMap<>());
      }
      if (!held.byMember().containsKey(holder)) {
        entries.grow(1);
      }
      held.byMember().put(holder, until);
      entries.keep(key, held, null);
      return true;
    });
  }

  @Override
  public boolean renew(String holder, Duration lifetime) {
    double until = until(lifetime);
    return locked(() -> {
      Scores held = held();
      return held != null && held.byMember().replace(holder, until) != null;
    });
  }

  @Override
  public Map<String, Duration> all() {
    return locked(() -> {
      var left = new HashMap<String, Duration>();
      Scores held = held();
      if (held != null) {
        long now = clock.millis();
        held.byMember()
            .forEach(
                (holder, until) -> left.put(holder, Duration.ofMillis(until.longValue() - now)));
      }
      return left;
    });
  }

  @Override
  public boolean end(String holder) {
    return locked(() -> {
      Scores held = held();
      if (held == null || held.byMember().remove(holder) == null) {
        return false;
      }
      entries.shrink(key, 1);
      return true;
    });
  }

  @Override
  public List<String> endOverdue() {
    return locked(() -> {
      Scores held = held();
      if (held == null) {
        return List.of();
      }
      long now = clock.millis();
      List<String> overdue =
          held.byMember().entrySet().stream()
              .filter(one -> one.getValue() <= now)
              .map(Map.Entry::getKey)
              .toList();
      overdue.forEach(held.byMember()::remove);
      entries.shrink(key, overdue.size());
      return overdue;
    });
  }

  private @Nullable Scores held() {
    return entries.find(key, Scores.class);
  }

  private double until(Duration lifetime) {
    return clock.millis() + Entries.checked(lifetime);
  }

  private <T> T locked(Supplier<T> step) {
    lock.lock();
    try {
      return step.get();
    } finally {
      lock.unlock();
    }
  }
}

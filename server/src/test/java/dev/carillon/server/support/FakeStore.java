package dev.carillon.server.support;

import dev.carillon.core.Clock;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A store that expires by the test's clock, counts its reads, and fails when told to.
public final class FakeStore implements Store {
  private record Entry(String value, long untilMillis) {}

  private final Clock clock;
  private final Map<String, Entry> values = new HashMap<>();
  private final Map<String, Map<String, Double>> scored = new HashMap<>();
  private final Map<String, Integer> reads = new HashMap<>();
  private boolean down;

  public FakeStore(Clock clock) {
    this.clock = clock;
  }

  public synchronized void down(boolean down) {
    this.down = down;
  }

  /// How often a key was read.
  public synchronized int reads(String key) {
    return reads.getOrDefault(key, 0);
  }

  public synchronized Set<String> keys() {
    return Set.copyOf(values.keySet());
  }

  @Override
  public synchronized @Nullable String get(String key) {
    answer();
    reads.merge(key, 1, Integer::sum);
    Entry entry = values.get(key);
    return entry == null || entry.untilMillis <= clock.millis() ? null : entry.value;
  }

  @Override
  public synchronized void put(String key, String value, Duration lifetime) {
    answer();
    values.put(key, new Entry(value, clock.millis() + lifetime.toMillis()));
  }

  @Override
  public synchronized void put(String key, String value) {
    answer();
    values.put(key, new Entry(value, Long.MAX_VALUE));
  }

  @Override
  public synchronized boolean putIfAbsent(String key, String value, Duration lifetime) {
    answer();
    Entry entry = values.get(key);
    if (entry != null && entry.untilMillis > clock.millis()) {
      return false;
    }
    put(key, value, lifetime);
    return true;
  }

  @Override
  public synchronized void remove(String key) {
    answer();
    values.remove(key);
  }

  @Override
  public synchronized void addScored(String key, double score, String member) {
    answer();
    scored.computeIfAbsent(key, k -> new HashMap<>()).put(member, score);
  }

  @Override
  public synchronized List<String> scoredAbove(String key, double aboveScore, int limit) {
    answer();
    List<String> members = new ArrayList<>();
    scored.getOrDefault(key, Map.of()).entrySet().stream()
        .filter(entry -> entry.getValue() > aboveScore)
        .sorted(Comparator.comparingDouble(Map.Entry::getValue))
        .forEach(entry -> members.add(entry.getKey()));
    return members.subList(Math.max(0, members.size() - limit), members.size());
  }

  @Override
  public void close() {}

  private void answer() {
    if (down) {
      throw new StoreException("down", new IllegalStateException());
    }
  }
}

package dev.carillon.server.support;

import dev.carillon.core.Clock;
import dev.carillon.core.Leases;
import dev.carillon.core.Register;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.memory.MemoryStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A store that expires by the test's clock, counts its reads, and fails when told to.
public final class FakeStore implements Store {
  private final MemoryStore values;
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> reads = new HashMap<>();
  private volatile boolean down;
  private volatile @Nullable String refusal;

  public FakeStore(Clock clock) {
    this.values = new MemoryStore(clock);
  }

  public void down(boolean down) {
    this.down = down;
  }

  /// Refuses everything from now on, for a reason such as `oom`.
  public void refuse(String label) {
    refusal = label;
  }

  /// How often a key was read.
  public synchronized int reads(String key) {
    return reads.getOrDefault(key, 0);
  }

  /// The keys that were set to a text, expired or not.
  public Set<String> keys() {
    return Set.copyOf(keys);
  }

  @Override
  public @Nullable String get(String key) {
    Store store = answering();
    synchronized (this) {
      reads.merge(key, 1, Integer::sum);
    }
    return store.get(key);
  }

  @Override
  public Map<String, String> getAll(Collection<String> several) {
    return answering().getAll(several);
  }

  @Override
  public void put(String key, String value, Duration lifetime) {
    answering().put(key, value, lifetime);
    keys.add(key);
  }

  @Override
  public void put(String key, String value) {
    answering().put(key, value);
    keys.add(key);
  }

  @Override
  public boolean putIfAbsent(String key, String value, Duration lifetime) {
    boolean set = answering().putIfAbsent(key, value, lifetime);
    keys.add(key);
    return set;
  }

  @Override
  public void remove(String key) {
    answering().remove(key);
    keys.remove(key);
  }

  @Override
  public void addScored(String key, double score, String member) {
    answering().addScored(key, score, member);
  }

  @Override
  public void addScored(
      Collection<String> several, double score, String member, int keep, Duration lifetime) {
    answering().addScored(several, score, member, keep, lifetime);
  }

  @Override
  public void removeScored(String key, Collection<String> members) {
    answering().removeScored(key, members);
  }

  @Override
  public List<String> scoredAbove(String key, double aboveScore, int limit) {
    return answering().scoredAbove(key, aboveScore, limit);
  }

  @Override
  public long countScoredAbove(String key, double aboveScore) {
    return answering().countScoredAbove(key, aboveScore);
  }

  @Override
  public @Nullable String getField(String key, String field) {
    return answering().getField(key, field);
  }

  @Override
  public void putField(String key, String field, String value, Duration lifetime) {
    answering().putField(key, field, value, lifetime);
  }

  @Override
  public boolean replace(String key, String expected, String value, Duration lifetime) {
    return answering().replace(key, expected, value, lifetime);
  }

  @Override
  public boolean removeIf(String key, String expected) {
    return answering().removeIf(key, expected);
  }

  @Override
  public boolean extend(String key, Duration lifetime) {
    return answering().extend(key, lifetime);
  }

  @Override
  public long increment(String key, long by, Duration lifetime) {
    return answering().increment(key, by, lifetime);
  }

  @Override
  public Map<String, String> fields(String key) {
    return answering().fields(key);
  }

  @Override
  public void putFields(String key, Map<String, String> fields, Duration lifetime) {
    answering().putFields(key, fields, lifetime);
  }

  @Override
  public int removeFields(String key, Collection<String> fields) {
    return answering().removeFields(key, fields);
  }

  @Override
  public Set<String> members(String key) {
    return answering().members(key);
  }

  @Override
  public int addMembers(String key, Collection<String> members, Duration lifetime) {
    return answering().addMembers(key, members, lifetime);
  }

  @Override
  public int removeMembers(String key, Collection<String> members) {
    return answering().removeMembers(key, members);
  }

  @Override
  public Leases leases(String key) {
    return answering().leases(key);
  }

  @Override
  public Register register(String key, Duration lifetime) {
    return answering().register(key, lifetime);
  }

  @Override
  public void close() {}

  private Store answering() {
    String why = refusal;
    if (why != null) {
      throw new StoreException("refused", why, new IllegalStateException());
    }
    if (down) {
      throw new StoreException("down", new IllegalStateException());
    }
    return values;
  }
}

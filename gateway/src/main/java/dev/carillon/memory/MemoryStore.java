package dev.carillon.memory;

import dev.carillon.core.Clock;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.core.WrongKindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A store inside this process; what it holds ends with the process.
///
/// It holds at most [#DEFAULT_CAPACITY] entries, where each key and each member of a sorted set is
/// one; a further one is refused with a [StoreException]. Expired keys are dropped when they are
/// asked for, and all of them whenever the store has doubled since the last time, or is full (then
/// at most once a second).
/// Guarded by one lock; no method waits for anything else.
public final class MemoryStore implements Store {

  /// Entries that the store holds at most.
  public static final int DEFAULT_CAPACITY = 1_000_000;

  private static final int FIRST_SWEEP = 1024;

  /// A full store looks for expired keys no more often than this, lest each refusal cost a sweep.
  private static final long SWEEP_PAUSE_MILLIS = 1000;

  private static final long NEVER = Long.MAX_VALUE;

  private sealed interface Value {}

  private record Text(String text) implements Value {}

  private record Scores(Map<String, Double> byMember) implements Value {}

  private record Entry(Value value, long expires) {}

  private final Clock clock;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final Map<String, Entry> entries = new HashMap<>();
  private int size;
  private int sweepAt = FIRST_SWEEP;
  private long nextSweepWhenFull = Long.MIN_VALUE;
  private boolean closed;

  public MemoryStore(Clock clock) {
    this(clock, DEFAULT_CAPACITY);
  }

  /// @param capacity how many keys and members it holds at most
  public MemoryStore(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  @Override
  public @Nullable String get(String key) {
    lock.lock();
    try {
      return switch (live(key)) {
        case null -> null;
        case Text value -> value.text;
        case Scores scores -> throw wrongKind();
      };
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(String key, String value, Duration lifetime) {
    set(key, value, expiry(lifetime));
  }

  @Override
  public void put(String key, String value) {
    set(key, value, NEVER);
  }

  private void set(String key, String value, long expires) {
    lock.lock();
    try {
      live(key);
      drop(key);
      makeRoom();
      entries.put(key, new Entry(new Text(value), expires));
      size++;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean putIfAbsent(String key, String value, Duration lifetime) {
    long expires = expiry(lifetime);
    lock.lock();
    try {
      if (live(key) != null) {
        return false;
      }
      makeRoom();
      entries.put(key, new Entry(new Text(value), expires));
      size++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void remove(String key) {
    lock.lock();
    try {
      live(key);
      drop(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void addScored(String key, double score, String member) {
    lock.lock();
    try {
      Map<String, Double> scores =
          switch (live(key)) {
            case null -> null;
            case Scores known -> known.byMember;
            case Text text -> throw wrongKind();
          };
      if (scores != null && scores.replace(member, score) != null) {
        return;
      }
      makeRoom();
      if (scores == null) {
        scores = new HashMap<>();
        entries.put(key, new Entry(new Scores(scores), NEVER));
      }
      scores.put(member, score);
      size++;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<String> scoredAbove(String key, double aboveScore, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must be 0 or more, not " + limit);
    }
    lock.lock();
    try {
      Map<String, Double> scores =
          switch (live(key)) {
            case null -> Map.of();
            case Scores known -> known.byMember;
            case Text text -> throw wrongKind();
          };
      var above = new ArrayList<Map.Entry<String, Double>>();
      scores.entrySet().stream().filter(one -> one.getValue() > aboveScore).forEach(above::add);
      // As Redis does: members of the same score in the order of their names.
      above.sort(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey));
      return above.subList(Math.max(0, above.size() - limit), above.size()).stream()
          .map(Map.Entry::getKey)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      entries.clear();
      size = 0;
    } finally {
      lock.unlock();
    }
  }

  /// Returns what a key holds now. The caller has the lock.
  private @Nullable Value live(String key) {
    if (closed) {
      throw new StoreException("the store is closed", new IllegalStateException("closed"));
    }
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    if (entry.expires <= clock.millis()) {
      drop(key);
      return null;
    }
    return entry.value;
  }

  private void drop(String key) {
    Entry gone = entries.remove(key);
    if (gone != null) {
      size -= weight(gone);
    }
  }

  private static int weight(Entry entry) {
    return entry.value instanceof Scores scores ? scores.byMember.size() : 1;
  }

  private void makeRoom() {
    long now = clock.millis();
    if (size >= sweepAt || (size >= capacity && now >= nextSweepWhenFull)) {
      nextSweepWhenFull = now + SWEEP_PAUSE_MILLIS;
      entries.values().removeIf(entry -> entry.expires <= now);
      size = entries.values().stream().mapToInt(MemoryStore::weight).sum();
      sweepAt = Math.max(FIRST_SWEEP, 2 * size);
    }
    if (size >= capacity) {
      throw new StoreException(
          "the store is full: " + capacity + " entries", new IllegalStateException("full"));
    }
  }

  private long expiry(Duration lifetime) {
    long millis = lifetime.toMillis();
    if (millis < 1) {
      throw new IllegalArgumentException("lifetime must be 1 ms or more, not " + lifetime);
    }
    long now = clock.millis();
    return millis < NEVER - now ? now + millis : NEVER;
  }

  private static StoreException wrongKind() {
    return new WrongKindException(
        "the key holds another kind of value", new IllegalStateException("wrong kind"));
  }
}

package dev.carillon.memory;

import dev.carillon.core.Clock;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.core.WrongKindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A store inside this process; what it holds ends with the process.
///
/// It holds at most [#DEFAULT_CAPACITY] entries, where each key, each member of a sorted set and each
/// field of a hash is one; a further one is refused with a [StoreException]. Expired keys are dropped when they are
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

  /// As in Redis: members of the same score in the order of their names.
  private static final Comparator<Map.Entry<String, Double>> LOWEST_FIRST =
      Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey);

  private sealed interface Value {}

  private record Text(String text) implements Value {}

  private record Scores(Map<String, Double> byMember) implements Value {}

  private record Fields(Map<String, String> byName) implements Value {}

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
        case Scores _, Fields _ -> throw wrongKind();
      };
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Map<String, String> getAll(Collection<String> keys) {
    lock.lock();
    try {
      var found = new HashMap<String, String>();
      for (String key : keys) {
        if (live(key) instanceof Text value) {
          found.put(key, value.text);
        }
      }
      return found;
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
      add(key, score, member);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void addScored(
      Collection<String> keys, double score, String member, int keep, Duration lifetime) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be 1 or more, not " + keep);
    }
    long expires = expiry(lifetime);
    lock.lock();
    try {
      for (String key : keys) {
        Scores scores = add(key, score, member);
        while (scores.byMember.size() > keep) {
          scores.byMember.remove(
              scores.byMember.entrySet().stream().min(LOWEST_FIRST).orElseThrow().getKey());
          size--;
        }
        entries.put(key, new Entry(scores, expires));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void removeScored(String key, Collection<String> members) {
    lock.lock();
    try {
      Map<String, Double> scores = scores(key);
      for (String member : members) {
        if (scores.remove(member) != null) {
          size--;
        }
      }
      if (scores.isEmpty()) {
        drop(key);
      }
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
      var above = new ArrayList<Map.Entry<String, Double>>();
      scores(key).entrySet().stream()
          .filter(one -> one.getValue() > aboveScore)
          .forEach(above::add);
      above.sort(LOWEST_FIRST);
      return above.subList(Math.max(0, above.size() - limit), above.size()).stream()
          .map(Map.Entry::getKey)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long countScoredAbove(String key, double aboveScore) {
    lock.lock();
    try {
      return scores(key).values().stream().filter(score -> score > aboveScore).count();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable String getField(String key, String field) {
    lock.lock();
    try {
      return switch (live(key)) {
        case null -> null;
        case Fields fields -> fields.byName.get(field);
        case Text _, Scores _ -> throw wrongKind();
      };
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void putField(String key, String field, String value, Duration lifetime) {
    long expires = expiry(lifetime);
    lock.lock();
    try {
      Fields fields =
          switch (live(key)) {
            case null -> new Fields(new HashMap<>());
            case Fields known -> known;
            case Text _, Scores _ -> throw wrongKind();
          };
      if (!fields.byName.containsKey(field)) {
        makeRoom();
        size++;
      }
      fields.byName.put(field, value);
      entries.put(key, new Entry(fields, expires));
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

  /// Returns the sorted set at a key, empty when there is none. The caller has the lock.
  private Map<String, Double> scores(String key) {
    return switch (live(key)) {
      case null -> new HashMap<>();
      case Scores known -> known.byMember;
      case Text _, Fields _ -> throw wrongKind();
    };
  }

  /// Adds a member to a sorted set, made if need be. The caller has the lock.
  private Scores add(String key, double score, String member) {
    Scores scores =
        switch (live(key)) {
          case null -> null;
          case Scores known -> known;
          case Text _, Fields _ -> throw wrongKind();
        };
    if (scores != null && scores.byMember.replace(member, score) != null) {
      return scores;
    }
    makeRoom();
    if (scores == null) {
      scores = new Scores(new HashMap<>());
      entries.put(key, new Entry(scores, NEVER));
    }
    scores.byMember.put(member, score);
    size++;
    return scores;
  }

  private void drop(String key) {
    Entry gone = entries.remove(key);
    if (gone != null) {
      size -= weight(gone);
    }
  }

  private static int weight(Entry entry) {
    return switch (entry.value) {
      case Text _ -> 1;
      case Scores scores -> scores.byMember.size();
      case Fields fields -> fields.byName.size();
    };
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

package dev.carillon.memory;

import dev.carillon.core.Clock;
import dev.carillon.core.StoreException;
import dev.carillon.core.WrongKindException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys of a [MemoryStore] with what they hold, when they expire, and how many there may be.
///
/// Guarded by the store's lock.
final class Entries {
  private static final int FIRST_SWEEP = 1024;

  /// A full store looks for expired keys no more often than this, lest each refusal cost a sweep.
  private static final long SWEEP_PAUSE_MILLIS = 1000;

  private static final long NEVER = Long.MAX_VALUE;

  /// What a key can hold.
  sealed interface Value permits Text, Scores, Fields, Members, Registered {
    /// Returns how many entries it counts for.
    int weight();
  }

  record Text(String text) implements Value {
    @Override
    public int weight() {
      return 1;
    }
  }

  record Scores(Map<String, Double> byMember) implements Value {
    @Override
    public int weight() {
      return byMember.size();
    }
  }

  record Fields(Map<String, String> byName) implements Value {
    @Override
    public int weight() {
      return byName.size();
    }
  }

  record Members(Set<String> names) implements Value {
    @Override
    public int weight() {
      return names.size();
    }
  }

  private record Entry(Value value, long expires) {}

  private final Clock clock;
  private final int capacity;
  private final Map<String, Entry> byKey = new HashMap<>();
  private int size;
  private int sweepAt = FIRST_SWEEP;
  private long nextSweepWhenFull = Long.MIN_VALUE;
  private boolean closed;

  Entries(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  /// Returns what a key holds now, `null` when there is none.
  @Nullable Value find(String key) {
    if (closed) {
      throw new StoreException("the store is closed", new IllegalStateException("closed"));
    }
    Entry entry = byKey.get(key);
    if (entry == null) {
      return null;
    }
    if (entry.expires <= clock.millis()) {
      drop(key);
      return null;
    }
    return entry.value;
  }

  /// Returns what a key holds now, which must be of that kind; `null` when there is none.
  ///
  /// @throws WrongKindException if it holds another kind
  <V extends Value> @Nullable V find(String key, Class<V> kind) {
    Value value = find(key);
    if (value != null && !kind.isInstance(value)) {
      throw new WrongKindException(
          "the key holds another kind of value", new IllegalStateException("wrong kind"));
    }
    return kind.cast(value);
  }

  /// Sets a key to a value of one entry, whatever it held.
  void set(String key, Text value, @Nullable Duration lifetime) {
    long expires = expiry(lifetime);
    find(key);
    drop(key);
    grow(1);
    byKey.put(key, new Entry(value, expires));
  }

  /// Makes room for further members of a value, which are about to be added.
  ///
  /// @throws StoreException if there is none
  void grow(int more) {
    long now = clock.millis();
    if (size >= sweepAt || (size + more > capacity && now >= nextSweepWhenFull)) {
      nextSweepWhenFull = now + SWEEP_PAUSE_MILLIS;
      byKey.values().removeIf(entry -> entry.expires <= now);
      size = byKey.values().stream().mapToInt(entry -> entry.value.weight()).sum();
      sweepAt = Math.max(FIRST_SWEEP, 2 * size);
    }
    if (size + more > capacity) {
      throw new StoreException(
          "the store is full: " + capacity + " entries", new IllegalStateException("full"));
    }
    size += more;
  }

  /// Notes that members of the value at a key were removed; a value without any is gone.
  void shrink(String key, int less) {
    size -= less;
    Entry entry = byKey.get(key);
    if (entry != null && entry.value.weight() == 0) {
      byKey.remove(key);
    }
  }

  /// Lets a key hold a value whose members were counted by [#grow], until `lifetime` is over.
  void keep(String key, Value value, @Nullable Duration lifetime) {
    byKey.put(key, new Entry(value, expiry(lifetime)));
  }

  /// Lets a key hold a value whose members were counted by [#grow], and expire when it did before.
  void keep(String key, Value value) {
    Entry known = byKey.get(key);
    byKey.put(key, new Entry(value, known == null ? NEVER : known.expires));
  }

  /// Returns whether a key that is there expires.
  boolean expires(String key) {
    Entry entry = byKey.get(key);
    return entry != null && entry.expires != NEVER;
  }

  void drop(String key) {
    Entry gone = byKey.remove(key);
    if (gone != null) {
      size -= gone.value.weight();
    }
  }

  void close() {
    closed = true;
    byKey.clear();
    size = 0;
  }

  private long expiry(@Nullable Duration lifetime) {
    if (lifetime == null) {
      return NEVER;
    }
    long millis = checked(lifetime);
    long now = clock.millis();
    return millis < NEVER - now ? now + millis : NEVER;
  }

  /// Returns a lifetime in milliseconds.
  ///
  /// @throws IllegalArgumentException if it is shorter than one
  static long checked(Duration lifetime) {
    long millis = lifetime.toMillis();
    if (millis < 1) {
      throw new IllegalArgumentException("lifetime must be 1 ms or more, not " + lifetime);
    }
    return millis;
  }

  /// Returns how many of these are not in a collection yet.
  static int missingFrom(Collection<String> known, Collection<String> wanted) {
    return (int) wanted.stream().distinct().filter(one -> !known.contains(one)).count();
  }
}

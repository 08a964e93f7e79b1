package dev.carillon.memory;

import dev.carillon.core.Clock;
import dev.carillon.core.Leases;
import dev.carillon.core.Register;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.memory.Entries.Fields;
import dev.carillon.memory.Entries.Members;
import dev.carillon.memory.Entries.Scores;
import dev.carillon.memory.Entries.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A store inside this process; what it holds ends with the process.
///
/// It holds at most [#DEFAULT_CAPACITY] entries, where each key, each member of a set and each field
/// of a hash is one; a further one is refused with a [StoreException]. Expired keys are dropped when
/// they are asked for, and all of them whenever the store has doubled since the last time, or is full
/// (then at most once a second).
/// Guarded by one lock; no method waits for anything else.
public final class MemoryStore implements Store {

  /// Entries that the store holds at most.
  public static final int DEFAULT_CAPACITY = 1_000_000;

  /// As in Redis: members of the same score in the order of their names.
  private static final Comparator<Map.Entry<String, Double>> LOWEST_FIRST =
      Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry::getKey);

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Entries entries;

  public MemoryStore(Clock clock) {
    this(clock, DEFAULT_CAPACITY);
  }

  /// @param capacity how many keys and members it holds at most
  public MemoryStore(Clock clock, int capacity) {
    this.clock = clock;
    this.entries = new Entries(clock, capacity);
  }

  // ---- text ----

  @Override
  public @Nullable String get(String key) {
    lock.lock();
    try {
      return text(key);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Map<String, String> getAll(Collection<String> keys) {
    return locked(() -> {
      var found = new HashMap<String, String>();
      for (String key : keys) {
        if (entries.find(key) instanceof Text value) {
          found.put(key, value.text());
        }
      }
      return found;
    });
  }

  @Override
  public void put(String key, String value, Duration lifetime) {
    set(key, value, lifetime);
  }

  @Override
  public void put(String key, String value) {
    set(key, value, null);
  }

  private void set(String key, String value, @Nullable Duration lifetime) {
    run(() -> entries.set(key, new Text(value), lifetime));
  }

  @Override
  public boolean putIfAbsent(String key, String value, Duration lifetime) {
    Entries.checked(lifetime);
    return locked(() -> {
      boolean absent = entries.find(key) == null;
      if (absent) {
        entries.set(key, new Text(value), lifetime);
      }
      return absent;
    });
  }

  @Override
  public boolean replace(String key, String expected, String value, Duration lifetime) {
    Entries.checked(lifetime);
    return locked(() -> {
      boolean same = expected.equals(text(key));
      if (same) {
        entries.set(key, new Text(value), lifetime);
      }
      return same;
    });
  }

  @Override
  public void remove(String key) {
    run(() -> {
      entries.find(key);
      entries.drop(key);
    });
  }

  @Override
  public boolean removeIf(String key, String expected) {
    return locked(() -> {
      boolean same = expected.equals(text(key));
      if (same) {
        entries.drop(key);
      }
      return same;
    });
  }

  @Override
  public boolean extend(String key, Duration lifetime) {
    Entries.checked(lifetime);
    return locked(() -> {
      Entries.Value value = entries.find(key);
      if (value != null) {
        entries.keep(key, value, lifetime);
      }
      return value != null;
    });
  }

  @Override
  public long increment(String key, long by, Duration lifetime) {
    Entries.checked(lifetime);
    return locked(() -> {
      String known = text(key);
      long sum;
      try {
        sum = Math.addExact(known == null ? 0 : Long.parseLong(known), by);
      } catch (ArithmeticException | NumberFormatException e) {
        // Without the cause, whose text quotes the value.
        throw new StoreException(
            "the key holds no number that this could be added to",
            new IllegalStateException("no number"));
      }
      if (entries.expires(key)) {
        entries.keep(key, new Text(Long.toString(sum)));
      } else {
        entries.set(key, new Text(Long.toString(sum)), lifetime);
      }
      return sum;
    });
  }

  private @Nullable String text(String key) {
    Text value = entries.find(key, Text.class);
    return value == null ? null : value.text();
  }

  // ---- sorted sets ----

  @Override
  public void addScored(String key, double score, String member) {
    run(() -> entries.keep(key, add(key, score, member)));
  }

  @Override
  public void addScored(
      Collection<String> keys, double score, String member, int keep, Duration lifetime) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep must be 1 or more, not " + keep);
    }
    Entries.checked(lifetime);
    run(() -> {
      for (String key : keys) {
        Scores scores = add(key, score, member);
        while (scores.byMember().size() > keep) {
          scores
              .byMember()
              .remove(
                  scores.byMember().entrySet().stream().min(LOWEST_FIRST).orElseThrow().getKey());
          entries.shrink(key, 1);
        }
        entries.keep(key, scores, lifetime);
      }
    });
  }

  /// Adds a member to a sorted set, made if need be. The caller has the lock.
  private Scores add(String key, double score, String member) {
    Scores scores = entries.find(key, Scores.class);
    if (scores == null) {
      scores = new Scores(new HashMap<>());
    }
    if (!scores.byMember().containsKey(member)) {
      entries.grow(1);
    }
    scores.byMember().put(member, score);
    return scores;
  }

  @Override
  public void removeScored(String key, Collection<String> members) {
    run(() -> {
      Scores scores = entries.find(key, Scores.class);
      if (scores != null) {
        entries.shrink(key, removed(scores.byMember().keySet(), members));
      }
    });
  }

  @Override
  public List<String> scoredAbove(String key, double aboveScore, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit must be 0 or more, not " + limit);
    }
    return locked(() -> {
      var above = new ArrayList<Map.Entry<String, Double>>();
      scores(key).entrySet().stream()
          .filter(one -> one.getValue() > aboveScore)
          .forEach(above::add);
      above.sort(LOWEST_FIRST);
      return above.subList(Math.max(0, above.size() - limit), above.size()).stream()
          .map(Map.Entry::getKey)
          .toList();
    });
  }

  @Override
  public long countScoredAbove(String key, double aboveScore) {
    return locked(() -> scores(key).values().stream().filter(score -> score > aboveScore).count());
  }

  private Map<String, Double> scores(String key) {
    Scores scores = entries.find(key, Scores.class);
    return scores == null ? Map.of() : scores.byMember();
  }

  // ---- hashes ----

  @Override
  public @Nullable String getField(String key, String field) {
    lock.lock();
    try {
      Fields fields = entries.find(key, Fields.class);
      return fields == null ? null : fields.byName().get(field);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void putField(String key, String field, String value, Duration lifetime) {
    putFields(key, Map.of(field, value), lifetime);
  }

  @Override
  public Map<String, String> fields(String key) {
    return locked(() -> {
      Fields fields = entries.find(key, Fields.class);
      return fields == null ? Map.of() : Map.copyOf(fields.byName());
    });
  }

  @Override
  public void putFields(String key, Map<String, String> fields, Duration lifetime) {
    Entries.checked(lifetime);
    run(() -> {
      Fields known = entries.find(key, Fields.class);
      if (fields.isEmpty()) {
        return;
      }
      if (known == null) {
        known = new Fields(new HashMap<>());
      }
      entries.grow(Entries.missingFrom(known.byName().keySet(), fields.keySet()));
      known.byName().putAll(fields);
      entries.keep(key, known, lifetime);
    });
  }

  @Override
  public int removeFields(String key, Collection<String> fields) {
    return locked(() -> {
      Fields known = entries.find(key, Fields.class);
      int count = known == null ? 0 : removed(known.byName().keySet(), fields);
      entries.shrink(key, count);
      return count;
    });
  }

  // ---- sets ----

  @Override
  public Set<String> members(String key) {
    return locked(() -> {
      Members members = entries.find(key, Members.class);
      return members == null ? Set.of() : Set.copyOf(members.names());
    });
  }

  @Override
  public int addMembers(String key, Collection<String> members, Duration lifetime) {
    Entries.checked(lifetime);
    return locked(() -> {
      Members known = entries.find(key, Members.class);
      if (members.isEmpty()) {
        return 0;
      }
      if (known == null) {
        known = new Members(new HashSet<>());
      }
      int count = Entries.missingFrom(known.names(), members);
      entries.grow(count);
      known.names().addAll(members);
      entries.keep(key, known, lifetime);
      return count;
    });
  }

  @Override
  public int removeMembers(String key, Collection<String> members) {
    return locked(() -> {
      Members known = entries.find(key, Members.class);
      int count = known == null ? 0 : removed(known.names(), members);
      entries.shrink(key, count);
      return count;
    });
  }

  @Override
  public Leases leases(String key) {
    return new MemoryLeases(key, clock, lock, entries);
  }

  @Override
  public Register register(String key, Duration lifetime) {
    return new MemoryRegister(key, lifetime, lock, entries);
  }

  @Override
  public void close() {
    run(entries::close);
  }

  /// Removes names, and returns how many of them were there.
  private static int removed(Set<String> from, Collection<String> names) {
    int before = from.size();
    names.forEach(from::remove);
    return before - from.size();
  }

  private void run(Runnable step) {
    lock.lock();
    try {
      step.run();
    } finally {
      lock.unlock();
    }
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

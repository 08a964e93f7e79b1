package dev.carillon.access;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Counts the changes that make answers untrue, by room and by user. Safe for any thread; takes no lock.
///
/// A fixed number of counters, which rooms and users share by their hash: a change of one makes answers
/// about some others look untrue, which costs a question and nothing else. All only grow, so two equal sums
/// mean that nothing changed between them.
final class Versions {
  private static final int COUNTERS = 1024; // a power of two

  private final AtomicLongArray rooms = new AtomicLongArray(COUNTERS);
  private final AtomicLongArray users = new AtomicLongArray(COUNTERS);
  private final AtomicLong anyUser = new AtomicLong();
  private final AtomicLong all = new AtomicLong();

  void roomChanged(String room) {
    rooms.incrementAndGet(index(room));
  }

  void userChanged(String user) {
    users.incrementAndGet(index(user));
    anyUser.incrementAndGet();
  }

  void allChanged() {
    all.incrementAndGet();
  }

  /// @param user whose changes count, too; `null`: everybody's
  long of(String room, @Nullable String user) {
    return all.get() + rooms.get(index(room)) + ofUser(user);
  }

  /// @param user whose changes count, too; `null`: everybody's
  long of(Collection<String> names, @Nullable String user) {
    long sum = all.get() + ofUser(user);
    for (String room : names) {
      sum += rooms.get(index(room));
    }
    return sum;
  }

  private long ofUser(@Nullable String user) {
    return user == null ? anyUser.get() : users.get(index(user));
  }

  private static int index(String name) {
    int hash = name.hashCode();
    return (hash ^ hash >>> 16) & COUNTERS - 1;
  }
}

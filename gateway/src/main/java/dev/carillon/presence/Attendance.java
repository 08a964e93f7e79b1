package dev.carillon.presence;

import dev.carillon.core.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who is where, on all nodes as far as this one knows, and what is to be told of it.
///
/// **The problem.** Five thousand who enter a room one by one, each told to all, are twelve million
/// messages; a reload is a going and a coming; and a newcomer that gets a list while changes are
/// under way gets some of them twice or never.
///
/// **The rule.** Nobody tells an event. Changes are made to what *is*, as they come, in any order and
/// number; and when a room has its turn, what is gets compared with what was *told*, and the
/// difference is one batch ([RoomPresence#take]). So coming and going between two turns is nothing,
/// and what a batch says does not depend on the road by which it became so: a device that left, a
/// node that died and a share that was replaced after a lost link all leave the same difference. A
/// room has a turn at once when it was quiet, and then once per window: its members get messages in
/// proportion to time, not to each other.
///
/// **Grace** is a user with no device who has not been noted as changed yet. When the time is over it
/// is noted; when a device comes before, there is nothing to be told but that. Since the grace is the
/// same for all, those who linger are a queue.
///
/// **Snapshots.** What was told is the snapshot ([Roster]). It is taken under the lock together with
/// the batch before it, and handed out behind that batch by the one thread that tells; so whoever
/// gets a roster gets exactly the batches with higher versions after it. A newcomer waits for the
/// next turn if anything has changed, and so finds itself in the list.
///
/// Versions are numbers of batches over all rooms, so a room that ended and comes anew has none
/// twice.
///
/// Guarded by one lock, held for memory operations only: those of one user, or, for a share that goes
/// or is replaced, of all.
final class Attendance {

  private record Lingering(RoomPresence.Attendee attendee, long until) {}

  /// What is to be told now, and when to ask again.
  ///
  /// @param nextAt on the clock, [Long#MAX_VALUE] for not before something changes
  record Turns(List<RoomPresence.Turn> turns, long nextAt) {}

  private final Clock clock;
  private final long graceMillis;
  private final long windowMillis;
  private final LongConsumer wake;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private final Map<String, RoomPresence> rooms = new HashMap<>();
  private final PriorityQueue<RoomPresence> news =
      new PriorityQueue<>(Comparator.comparingLong(RoomPresence::dueAt));
  private final ArrayDeque<Lingering> lingering = new ArrayDeque<>();
  private final Map<String, Integer> devicesByOrigin = new HashMap<>();
  private long version;

  /// @param wake called with the time at which there will be something to take, under the lock
  Attendance(Clock clock, long graceMillis, long windowMillis, LongConsumer wake) {
    this.clock = clock;
    this.graceMillis = graceMillis;
    this.windowMillis = windowMillis;
    this.wake = wake;
  }

  /// Lets a device in, or gives it another state.
  ///
  /// @return whether it is a new one
  boolean put(Entry entry) {
    lock.lock();
    try {
      return putLocked(entry);
    } finally {
      lock.unlock();
    }
  }

  private boolean putLocked(Entry entry) {
    RoomPresence room = rooms.computeIfAbsent(entry.room(), this::newRoom);
    boolean isNew = room.put(entry.user(), entry.device());
    if (isNew) {
      devicesByOrigin.merge(entry.device().origin(), 1, Integer::sum);
    }
    isNews(room);
    return isNew;
  }

  private void isNews(RoomPresence room) {
    if (room.enqueue()) {
      news.add(room);
      wake.accept(room.dueAt());
    }
  }

  private RoomPresence newRoom(String name) {
    return new RoomPresence(name, windowMillis, version);
  }

  /// Gives a device another state, if it is still this very one: not after another took its id.
  ///
  /// @return whether it was
  boolean update(String room, String user, Device known, Device fresh) {
    lock.lock();
    try {
      RoomPresence there = rooms.get(room);
      if (there == null || there.find(user, device -> device.isVery(known)) == null) {
        return false;
      }
      putLocked(new Entry(room, user, fresh));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Lets a device go, if it is still this very one.
  ///
  /// @return whether it was
  boolean remove(String room, String user, Device known, Farewell how) {
    lock.lock();
    try {
      return removeLocked(room, user, known.origin(), device -> device.isVery(known), how);
    } finally {
      lock.unlock();
    }
  }

  /// Lets a device of a node go, if it is there.
  void remove(String room, String user, String origin, String id, Farewell how) {
    lock.lock();
    try {
      removeLocked(room, user, origin, device -> device.is(id, origin), how);
    } finally {
      lock.unlock();
    }
  }

  private boolean removeLocked(
      String name, String user, String origin, Predicate<Device> which, Farewell how) {
    RoomPresence room = rooms.get(name);
    if (room == null) {
      return false;
    }
    long graceEnds = clock.millis() + graceMillis;
    RoomPresence.Attendee attendee = room.remove(user, which, how, graceEnds);
    if (attendee == null) {
      return false;
    }
    devicesByOrigin.computeIfPresent(origin, (id, count) -> count > 1 ? count - 1 : null);
    if (RoomPresence.isLingering(attendee)) {
      lingering.add(new Lingering(attendee, graceEnds));
      wake.accept(graceEnds);
    } else {
      isNews(room);
    }
    return true;
  }

  /// Returns a device of a node, if it is there.
  @Nullable Device find(String room, String user, String origin, String id) {
    lock.lock();
    try {
      RoomPresence there = rooms.get(room);
      return there == null ? null : there.find(user, device -> device.is(id, origin));
    } finally {
      lock.unlock();
    }
  }

  /// Replaces all that a node has by this, and gives users whose last device it takes the grace.
  void replace(String origin, Collection<Entry> share) {
    lock.lock();
    try {
      record Key(String room, String user, String device) {}
      var kept = new HashSet<Key>();
      for (Entry entry : share) {
        kept.add(new Key(entry.room(), entry.user(), entry.device().id()));
        putLocked(entry);
      }
      for (Entry entry : shareLocked(origin)) {
        Device gone = entry.device();
        if (!kept.contains(new Key(entry.room(), entry.user(), gone.id()))) {
          removeLocked(entry.room(), entry.user(), origin, one -> one.isVery(gone), Farewell.LOST);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Returns all that a node has.
  List<Entry> share(String origin) {
    lock.lock();
    try {
      return shareLocked(origin);
    } finally {
      lock.unlock();
    }
  }

  private List<Entry> shareLocked(String origin) {
    var entries = new ArrayList<Entry>(devicesByOrigin.getOrDefault(origin, 0));
    for (RoomPresence room : rooms.values()) {
      room.collect(origin, entries);
    }
    return entries;
  }

  /// Returns how many devices a node has.
  int devices(String origin) {
    lock.lock();
    try {
      return devicesByOrigin.getOrDefault(origin, 0);
    } finally {
      lock.unlock();
    }
  }

  /// Returns how many devices there are on all nodes.
  int devices() {
    lock.lock();
    try {
      return devicesByOrigin.values().stream().mapToInt(Integer::intValue).sum();
    } finally {
      lock.unlock();
    }
  }

  /// Returns how many rooms there are, those included of which the end is still to be told.
  int rooms() {
    lock.lock();
    try {
      return rooms.size();
    } finally {
      lock.unlock();
    }
  }

  /// Has the roster handed out once all that has changed by now is told.
  void await(String name, Consumer<Roster> newcomer) {
    lock.lock();
    try {
      RoomPresence room = rooms.computeIfAbsent(name, this::newRoom);
      room.await(newcomer);
      isNews(room);
    } finally {
      lock.unlock();
    }
  }

  /// Returns what was told of a room.
  Roster roster(String name) {
    lock.lock();
    try {
      RoomPresence room = rooms.get(name);
      return room == null ? new Roster(name, version, List.of()) : room.roster();
    } finally {
      lock.unlock();
    }
  }

  /// Takes what is to be told by now.
  Turns take() {
    lock.lock();
    try {
      long now = clock.millis();
      while (!lingering.isEmpty() && lingering.peek().until <= now) {
        Lingering over = lingering.remove();
        if (over.attendee.endGrace(over.until)) {
          isNews(over.attendee.room());
        }
      }
      var turns = new ArrayList<RoomPresence.Turn>();
      while (!news.isEmpty() && news.peek().dueAt() <= now) {
        RoomPresence room = news.remove();
        if (room.isDue(now)) {
          turns.add(takeLocked(room, now));
        } else {
          news.add(room);
        }
      }
      long nextAt = lingering.isEmpty() ? Long.MAX_VALUE : lingering.peek().until;
      return new Turns(turns, news.isEmpty() ? nextAt : Math.min(nextAt, news.peek().dueAt()));
    } finally {
      lock.unlock();
    }
  }

  private RoomPresence.Turn takeLocked(RoomPresence room, long now) {
    RoomPresence.Turn turn = room.take(now, version + 1);
    if (turn.changes() != null) {
      version++;
    }
    if (room.isEmpty()) {
      rooms.remove(room.name());
    }
    return turn;
  }
}

package dev.carillon.presence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One room in two versions: who is there, and what was told of it.
///
/// Guarded by the lock of its [Attendance].
final class RoomPresence {
  private static final long HERE = Long.MIN_VALUE;

  private final String name;
  private final Map<String, Attendee> attendees = new LinkedHashMap<>();
  private final List<Attendee> changed = new ArrayList<>();
  private final List<Consumer<Roster>> newcomers = new ArrayList<>();
  private final long windowMillis;
  private long mayTellAt = Long.MIN_VALUE;
  private boolean queued;
  private long dueAt;
  private long version;
  private @Nullable Roster roster;

  /// A user in the room, or who has just gone.
  static final class Attendee {
    private final RoomPresence room;
    private final String user;

    /// What is so. As good as always one, so a list of exactly that size.
    private List<Device> devices = List.of();

    /// What was told, `null` for nothing.
    private @Nullable PresentUser told;

    private long goneAt = HERE;
    private boolean changed;

    private Attendee(RoomPresence room, String user) {
      this.room = room;
      this.user = user;
    }

    /// Ends the grace that ends at that time, unless the user has returned since.
    ///
    /// @return whether the user is gone
    boolean endGrace(long at) {
      if (goneAt != at) {
        return false;
      }
      goneAt = HERE;
      room.note(this);
      return true;
    }

    RoomPresence room() {
      return room;
    }
  }

  /// What is to be told of a room, in this order: the changes, then the roster to those who wait.
  record Turn(
      @Nullable RoomChanges changes, @Nullable Roster roster, List<Consumer<Roster>> newcomers) {}

  /// @param version that of the latest batch of any room, so that a room which comes anew goes on
  RoomPresence(String name, long windowMillis, long version) {
    this.name = name;
    this.windowMillis = windowMillis;
    this.version = version;
  }

  String name() {
    return name;
  }

  /// Lets a device in, or gives it another state.
  ///
  /// @return whether it is a new one
  boolean put(String user, Device device) {
    Attendee attendee = attendees.computeIfAbsent(user, id -> new Attendee(this, id));
    var devices = new ArrayList<Device>(attendee.devices.size() + 1);
    boolean known = false;
    for (Device other : attendee.devices) {
      boolean same = other.is(device.id(), device.origin());
      devices.add(same ? device : other);
      known |= same;
    }
    if (!known) {
      devices.add(device);
    }
    attendee.devices = List.copyOf(devices);
    attendee.goneAt = HERE;
    note(attendee);
    return !known;
  }

  /// Returns a device of a user, if there is such a one.
  @Nullable Device find(String user, Predicate<Device> which) {
    Attendee attendee = attendees.get(user);
    return attendee == null
        ? null
        : attendee.devices.stream().filter(which).findFirst().orElse(null);
  }

  /// Lets devices of a user go.
  ///
  /// @param graceEnds when the user, if that was the last one, has left
  /// @return the user, if there was such a device
  @Nullable Attendee remove(String user, Predicate<Device> which, Farewell how, long graceEnds) {
    Attendee attendee = attendees.get(user);
    if (attendee == null) {
      return null;
    }
    List<Device> left = attendee.devices.stream().filter(which.negate()).toList();
    if (left.size() == attendee.devices.size()) {
      return null;
    }
    attendee.devices = List.copyOf(left);
    if (left.isEmpty() && how == Farewell.LOST && attendee.told != null) {
      attendee.goneAt = graceEnds;
    } else {
      note(attendee);
    }
    return attendee;
  }

  static boolean isLingering(Attendee attendee) {
    return attendee.goneAt != HERE;
  }

  private void note(Attendee attendee) {
    if (!attendee.changed) {
      attendee.changed = true;
      changed.add(attendee);
    }
  }

  /// Adds all devices here that came in by a node.
  void collect(String origin, List<Entry> entries) {
    for (Attendee attendee : attendees.values()) {
      for (Device device : attendee.devices) {
        if (device.origin().equals(origin)) {
          entries.add(new Entry(name, attendee.user, device));
        }
      }
    }
  }

  void await(Consumer<Roster> newcomer) {
    newcomers.add(newcomer);
  }

  /// Queues for a turn: at once, or when the window is over.
  ///
  /// @return whether it did not queue yet
  boolean enqueue() {
    if (queued) {
      return false;
    }
    queued = true;
    dueAt = tellAt();
    return true;
  }

  /// Returns when it is to be looked at again, if it is queued.
  long dueAt() {
    return dueAt;
  }

  /// Returns whether it is its turn. If not, since there are changes that were not there when it
  /// queued, it is due later.
  boolean isDue(long now) {
    dueAt = tellAt();
    return dueAt <= now;
  }

  /// Whoever only waits for the list need not wait for the window.
  private long tellAt() {
    return changed.isEmpty() ? Long.MIN_VALUE : mayTellAt;
  }

  /// Takes what is to be told; from then on it is told.
  ///
  /// @param next the version for the changes, if there are any
  Turn take(long now, long next) {
    queued = false;
    var changes = new ArrayList<Change>();
    for (Attendee attendee : changed) {
      attendee.changed = false;
      Change change = compare(attendee);
      if (change != null) {
        changes.add(change);
      }
    }
    changed.clear();
    RoomChanges batch = null;
    if (!changes.isEmpty()) {
      mayTellAt = now + windowMillis;
      version = next;
      roster = null;
      batch = new RoomChanges(name, next, changes);
    }
    List<Consumer<Roster>> waiting = List.copyOf(newcomers);
    newcomers.clear();
    return new Turn(batch, waiting.isEmpty() ? null : roster(), waiting);
  }

  /// Compares what is with what was told, and notes it as told.
  private @Nullable Change compare(Attendee attendee) {
    PresentUser told = attendee.told;
    List<Device> devices = attendee.devices;
    if (devices.isEmpty()) {
      if (told != null && isLingering(attendee)) {
        return null;
      }
      attendees.remove(attendee.user);
      return told == null ? null : new Change(Change.Kind.LEFT, told);
    }
    if (told != null && told.devices().equals(devices)) {
      return null;
    }
    var user = new PresentUser(attendee.user, devices);
    attendee.told = user;
    if (told == null) {
      return new Change(Change.Kind.JOINED, user);
    }
    return new Change(
        sameDevices(told.devices(), devices) ? Change.Kind.STATE : Change.Kind.DEVICES, user);
  }

  private static boolean sameDevices(List<Device> some, List<Device> others) {
    if (some.size() != others.size()) {
      return false;
    }
    record Place(String id, String origin) {}
    var places = new HashSet<Place>();
    some.forEach(device -> places.add(new Place(device.id(), device.origin())));
    return others.stream().allMatch(one -> places.contains(new Place(one.id(), one.origin())));
  }

  Roster roster() {
    Roster known = roster;
    if (known == null) {
      var users = new ArrayList<PresentUser>(attendees.size());
      for (Attendee attendee : attendees.values()) {
        if (attendee.told != null) {
          users.add(attendee.told);
        }
      }
      known = new Roster(name, version, users);
      roster = known;
    }
    return known;
  }

  boolean isEmpty() {
    return attendees.isEmpty() && !queued;
  }
}

package dev.carillon.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One bounded log of what this node delivered, for clients that return.
///
/// Each message gets the next number; number and [#epoch()] together are its position. Messages are
/// kept for a time and up to a number of bytes, whichever ends first. Every entry links to the entry
/// before it in each of its rooms, so what somebody missed is found by walking back from the latest
/// entry of each of their rooms: the work is proportional to what was missed, not to what is kept.
/// The links also tell a gap from silence: a room whose chain leads past the wanted position has
/// lost nothing since, however old that position is.
///
/// Not safe for threads by itself: every call is made under the lock that also orders deliveries, so
/// that numbers rise in the order in which members see messages.
public final class History {
  /// The room under which messages to all are kept; no member can join a room of this name.
  private static final String EVERYONE = "";

  /// What an entry costs beside the bytes of its message, roughly.
  private static final int OVERHEAD_BYTES = 160;

  private final String epoch;
  private final long windowMillis;
  private final long maxBytes;
  private final Clock clock;
  private final Map<String, Long> latest = new HashMap<>();
  private @Nullable Entry[] ring = new Entry[64];
  private long first = 1;
  private long next = 1;

  /// The number of the latest gap, 0 for none.
  private long gap;

  private long bytes;

  /// @param epoch names this log among all logs of all nodes at all times
  /// @param windowMillis how long a message is kept
  /// @param maxBytes how many bytes are kept; the oldest messages go first
  public History(String epoch, long windowMillis, long maxBytes, Clock clock) {
    this.epoch = epoch;
    this.windowMillis = windowMillis;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /// Returns the name of this log; a number means nothing without it.
  public String epoch() {
    return epoch;
  }

  /// Returns the number of the latest message, 0 before the first.
  public long head() {
    return next - 1;
  }

  /// Returns the number that the next message gets.
  public long nextNumber() {
    return next;
  }

  /// Returns the bytes held at the moment.
  public long bytes() {
    return bytes;
  }

  /// Notes that messages may have been missed by this node: what was sent before cannot be followed
  /// up without a gap any more. Takes a number of its own, so that positions before and after the gap
  /// differ.
  public void noteGap() {
    makeRoom();
    gap = next++;
  }

  /// Returns the number of the latest gap, 0 when there was none.
  public long gap() {
    return gap;
  }

  /// Keeps a message whose number is [#nextNumber()], with the rooms it went to (none: to all).
  public void add(Message message, Collection<String> to, Collection<String> except, int length) {
    if (message.number() != next) {
      throw new IllegalArgumentException("number " + message.number() + " is not " + next);
    }
    // A name that is empty stands for nobody here, as it does in [Rooms].
    String[] rooms = namesOf(to);
    long[] before = new long[rooms.length];
    for (int i = 0; i < rooms.length; i++) {
      Long previous = latest.put(rooms[i], next);
      // 0: nothing is known of this room before; UNKNOWN once something may have been forgotten.
      before[i] = previous != null ? previous : first - 1;
    }
    makeRoom();
    ring[slot(next)] =
        new Entry(next, clock.millis(), rooms, before, Set.copyOf(except), message, length);
    next++;
    bytes += length + OVERHEAD_BYTES;
    trim();
  }

  /// Returns what went to any of the rooms after a position, oldest first, each message once; or
  /// `null` when some of it is no longer kept.
  ///
  /// @param rooms the rooms of one member; a message that excludes any of these is left out, and
  ///     messages to all are added
  public @Nullable List<Message> since(long after, Set<String> rooms) {
    var always = new HashMap<String, Long>();
    rooms.forEach(room -> always.put(room, 0L));
    return since(after, always);
  }

  /// Returns what [#since(long, Set)] does for a member that came into its rooms at different times.
  ///
  /// @param rooms the rooms of one member, each with the number of the latest message before the member
  ///     came into it: messages up to there were neither sent to it nor kept from it by that room
  public @Nullable List<Message> since(long after, Map<String, Long> rooms) {
    trim();
    if (after > head() || after < gap) {
      return null;
    }
    var found = new ArrayList<Entry>();
    var seen = new HashSet<Long>();
    for (Map.Entry<String, Long> room : rooms.entrySet()) {
      if (!walk(room.getKey(), Math.max(after, room.getValue()), seen, found)) {
        return null;
      }
    }
    if (!walk(EVERYONE, after, seen, found)) {
      return null;
    }
    found.removeIf(entry -> isKeptFrom(entry, rooms));
    found.sort((a, b) -> Long.compare(a.number, b.number));
    return found.stream().map(entry -> entry.message).toList();
  }

  private static boolean isKeptFrom(Entry entry, Map<String, Long> rooms) {
    for (String room : entry.except) {
      Long from = rooms.get(room);
      if (from != null && from < entry.number) {
        return true;
      }
    }
    return false;
  }

  private static String[] namesOf(Collection<String> to) {
    if (to.isEmpty()) {
      return new String[] {EVERYONE};
    }
    String[] names = to.toArray(String[]::new);
    return names.length == 1 && !names[0].isEmpty()
        ? names
        : Arrays.stream(names).filter(room -> !room.isEmpty()).distinct().toArray(String[]::new);
  }

  private boolean walk(String room, long after, Set<Long> seen, List<Entry> found) {
    // A room without a latest entry was silent since the oldest entry that is kept.
    long number = latest.getOrDefault(room, first - 1);
    while (number > after) {
      Entry entry = number < first ? null : ring[slot(number)];
      if (entry == null) {
        return false;
      }
      if (seen.add(number)) {
        found.add(entry);
      }
      number = entry.before(room);
    }
    return true;
  }

  private void trim() {
    long oldest = clock.millis() - windowMillis;
    while (first < next) {
      Entry entry = ring[slot(first)];
      if (entry == null) {
        first++;
        continue;
      }
      if (entry.atMillis >= oldest && bytes <= maxBytes) {
        return;
      }
      for (String room : entry.rooms) {
        latest.remove(room, entry.number);
      }
      ring[slot(first)] = null;
      bytes -= entry.length + OVERHEAD_BYTES;
      first++;
    }
  }

  private int slot(long number) {
    return (int) (number & (ring.length - 1));
  }

  private void makeRoom() {
    if (next - first == ring.length) {
      grow();
    }
  }

  private void grow() {
    @Nullable Entry[] old = ring;
    ring = new Entry[old.length * 2];
    for (long number = first; number < next; number++) {
      ring[slot(number)] = old[(int) (number & (old.length - 1))];
    }
  }

  private static final class Entry {
    private final long number;
    private final long atMillis;
    private final String[] rooms;
    private final long[] before;
    private final Set<String> except;
    private final Message message;
    private final int length;

    Entry(
        long number,
        long atMillis,
        String[] rooms,
        long[] before,
        Set<String> except,
        Message message,
        int length) {
      this.number = number;
      this.atMillis = atMillis;
      this.rooms = rooms;
      this.before = before;
      this.except = except;
      this.message = message;
      this.length = length;
    }

    long before(String room) {
      return before[Arrays.asList(rooms).indexOf(room)];
    }
  }
}

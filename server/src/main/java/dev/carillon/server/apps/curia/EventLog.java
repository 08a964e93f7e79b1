package dev.carillon.server.apps.curia;

import dev.carillon.core.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The last events of the backend, for those who ask instead of listening.
///
/// **Positions.** A client that asks comes to whichever node the balancer chooses, so a position has to mean the
/// same on all of them. They hear one channel, and so the same events in the same order; but each from its own
/// start on. A position is therefore no number: it is a mark made of the last four events, and the time at which
/// this node heard the last one. Another node looks for the mark; where it finds it twice, as a backend may repeat
/// itself, the one nearest in time is meant. Before its first event a log has a mark of its own, which no other
/// node knows.
///
/// **Gone** is a position that cannot be found any more: forgotten as too old, from before a gap in what was heard,
/// or of a node that has heard other things. Whoever holds it is told so, and begins anew.
///
/// Holds up to [#MOST] events of [#MOST_BYTES] in all. Safe for any thread.
final class EventLog {
  private static final int MOST = 10_000;
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int OVERHEAD = 512;

  private static final int MARKED = 4;
  private static final Pattern POSITION = Pattern.compile("([0-9a-z]{1,11})-([0-9a-f]{1,16})");

  private final Clock clock;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private final long[] hashes = new long[MARKED];
  private int bytes;
  private long number;

  /// The mark of the beginning, from which on nothing was missed; another one after each gap.
  private long beginning = ThreadLocalRandom.current().nextLong();

  private boolean forgotten;
  private boolean closed;

  /// An event that was heard.
  ///
  /// @param number how many were heard before it
  /// @param millis when, since 1970
  /// @param mark of it and its predecessors
  /// @param routed the event
  record Entry(long number, long millis, long mark, Routed routed) {
    String position() {
      return EventLog.position(millis, mark);
    }

    private int cost() {
      return routed.event().payload().length + OVERHEAD;
    }
  }

  /// What there is behind a position.
  ///
  /// @param position behind all of it
  /// @param number for [#await]
  /// @param entries in the order in which they were heard; `null`: the position is gone
  record Page(String position, long number, @Nullable List<Entry> entries) {}

  EventLog(Clock clock) {
    this.clock = clock;
  }

  private static String position(long millis, long mark) {
    return Long.toString(millis, Character.MAX_RADIX) + "-" + Long.toHexString(mark);
  }

  /// Returns whether a text has the form of a position.
  static boolean isPosition(String text) {
    return POSITION.matcher(text).matches();
  }

  synchronized void add(ForumEvent event) {
    long own = 31L * (31L * event.room().hashCode() + event.name().hashCode());
    System.arraycopy(hashes, 1, hashes, 0, MARKED - 1);
    hashes[MARKED - 1] = own + Arrays.hashCode(event.payload());
    long mark = 1;
    for (long hash : hashes) {
      mark = (mark ^ hash) * 0x9E3779B97F4A7C15L;
      mark ^= mark >>> 29;
    }
    var entry = new Entry(number++, now(), mark, new Routed(event));
    entries.add(entry);
    bytes += entry.cost();
    while (entries.size() > MOST || bytes > MOST_BYTES) {
      bytes -= entries.remove().cost();
      forgotten = true;
    }
    notifyAll();
  }

  /// Something was perhaps missed: no position from before leads on.
  synchronized void gap() {
    entries.clear();
    Arrays.fill(hashes, 0);
    bytes = 0;
    forgotten = false;
    beginning = ThreadLocalRandom.current().nextLong();
    notifyAll();
  }

  /// Returns where it ends.
  synchronized Page end() {
    Entry last = entries.peekLast();
    return new Page(last == null ? position(now(), beginning) : last.position(), number, List.of());
  }

  /// By the clock on the wall, which other nodes have, too.
  private long now() {
    return clock.now().toEpochMilli();
  }

  /// Returns what was heard behind a position.
  ///
  /// @param position of [#isPosition]
  synchronized Page after(String position) {
    Matcher parts = POSITION.matcher(position);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no position");
    }
    Page end = end();
    long millis = Long.parseLong(parts.group(1), Character.MAX_RADIX);
    long mark = Long.parseUnsignedLong(parts.group(2), 16);
    if (mark == beginning) {
      return new Page(end.position, end.number, forgotten ? null : List.copyOf(entries));
    }
    return new Page(end.position, end.number, afterMark(millis, mark));
  }

  /// From the newest on, as most who ask know nearly all: those who hear the backend wait for this.
  private @Nullable List<Entry> afterMark(long millis, long mark) {
    var behind = new ArrayList<Entry>();
    int found = -1; // how many of those are behind it
    long apart = Long.MAX_VALUE;
    for (Iterator<Entry> each = entries.descendingIterator(); each.hasNext(); ) {
      Entry entry = each.next();
      if (found >= 0 && entry.millis < millis - apart) {
        break; // no older one is nearer
      }
      long distance = Math.abs(entry.millis - millis);
      if (entry.mark == mark && distance < apart) {
        found = behind.size();
        apart = distance;
      }
      behind.add(entry);
    }
    return found < 0 ? null : behind.subList(0, found).reversed();
  }

  /// Waits until more has been heard, there was a gap, or the time is over.
  ///
  /// @param seen how many were heard of which the caller knows ([Page#number])
  synchronized void await(long seen, Duration time) throws InterruptedException {
    long before = beginning;
    long end = System.nanoTime() + time.toNanos();
    long left = time.toMillis();
    while (number <= seen && beginning == before && !closed && left > 0) {
      wait(left);
      left = Math.ceilDiv(end - System.nanoTime(), 1_000_000);
    }
  }

  /// Lets nobody wait any more.
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}

package dev.carillon.core;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a member is due while it is held, in order. Confined to the member's lane.
///
/// Messages are shared by all whom they are for, so a held one costs a reference; still, what a member
/// holds is bounded by count and by bytes as if it were its own.
final class HeldMessages {
  static final int MAX_COUNT = 1_024;
  static final int MAX_BYTES = 1024 * 1024;

  private record Entry(Message message, Collection<String> to) {}

  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long bytes;
  private int holds = 1;

  void holdOnceMore() {
    holds++;
  }

  /// Returns whether nobody holds it any longer.
  boolean releaseOnce() {
    return --holds == 0;
  }

  /// @param to the rooms it is for; none: it is for everybody
  /// @return whether there was room for it
  boolean add(Message message, Collection<String> to) {
    bytes += message.encoded(Encoding.WEBSOCKET).length();
    if (entries.size() >= MAX_COUNT || bytes > MAX_BYTES) {
      return false;
    }
    entries.add(new Entry(message, to));
    return true;
  }

  /// Returns the number of the first message that waits and has one; the largest there is if none has.
  long firstNumber() {
    for (Entry entry : entries) {
      if (entry.message.number() != Message.UNNUMBERED) {
        return entry.message.number();
      }
    }
    return Long.MAX_VALUE;
  }

  /// Returns the next message that is still for the member, or `null` when none is left.
  ///
  /// @param isIn tells whether a name is a room that the member is in, or its own
  @Nullable Message next(Predicate<String> isIn) {
    for (Entry entry = entries.poll(); entry != null; entry = entries.poll()) {
      if (entry.to.isEmpty() || entry.to.stream().anyMatch(isIn)) {
        return entry.message;
      }
    }
    return null;
  }
}

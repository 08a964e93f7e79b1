package dev.carillon.socketio;

import dev.carillon.core.Message;
import org.jspecify.annotations.Nullable;

/// How a packet travels, whatever it says. Immutable.
///
/// @param number its place in the history of this node, or [Message#UNNUMBERED]
/// @param offset its position, told to the client as one more argument at the end; plain ASCII
///     without quotes and backslashes
/// @param arrivedNanos when it reached this node, in nanoseconds of [System#nanoTime()]
/// @param deflateThreshold payloads of fewer bytes are not compressed; [#NEVER] for none
record Delivery(
    long number,
    @Nullable String offset,
    boolean isVolatile,
    long arrivedNanos,
    int deflateThreshold) {

  /// The threshold that no payload reaches.
  static final int NEVER = Integer.MAX_VALUE;

  /// Returns how a packet travels that is made now, is not kept and is not compressed.
  static Delivery now() {
    return at(System.nanoTime(), NEVER);
  }

  /// Returns how a packet travels that no history keeps.
  static Delivery at(long arrivedNanos, int deflateThreshold) {
    return new Delivery(Message.UNNUMBERED, null, false, arrivedNanos, deflateThreshold);
  }

  /// Returns the same for a packet that the history keeps.
  Delivery numbered(long newNumber, String newOffset) {
    return new Delivery(newNumber, newOffset, isVolatile, arrivedNanos, deflateThreshold);
  }

  /// Returns the same for a packet that is dropped where it cannot be written at once.
  Delivery asVolatile() {
    return new Delivery(number, offset, true, arrivedNanos, deflateThreshold);
  }
}

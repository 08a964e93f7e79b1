package dev.carillon.socketio;

import java.util.Arrays;

/// The arguments of an event (its name first) or of an acknowledgement, encoded once. Immutable.
final class EncodedEvent {
  private final byte[] json;
  private final int size;
  private final byte[][] attachments;

  /// @param size how many elements the array has
  EncodedEvent(byte[] json, int size, byte[][] attachments) {
    this.json = json;
    this.size = size;
    this.attachments = attachments;
  }

  /// Returns the JSON array without its closing bracket, so that more can be appended.
  byte[] json() {
    return json;
  }

  /// Returns how many elements the array has.
  int size() {
    return size;
  }

  /// Returns the attachments in the order of their numbers.
  byte[][] attachments() {
    return attachments;
  }

  /// Returns the arguments behind the event's name.
  ///
  /// @throws PacketException if it has no name that an event may have
  Arguments arguments() {
    ArrayScan scan = scan();
    scan.eventName();
    return new Arguments(closed(), scan.bounds(1), scan.placeholders(), attachments);
  }

  /// Returns the event's name.
  ///
  /// @throws PacketException if it has none that an event may have
  String name() {
    return scan().eventName();
  }

  private ArrayScan scan() {
    return ArrayScan.of(closed(), 0, attachments.length);
  }

  private byte[] closed() {
    byte[] closed = Arrays.copyOf(json, json.length + 1);
    closed[json.length] = ']';
    return closed;
  }
}

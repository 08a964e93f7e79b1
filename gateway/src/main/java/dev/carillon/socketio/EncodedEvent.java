package dev.carillon.socketio;

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
}

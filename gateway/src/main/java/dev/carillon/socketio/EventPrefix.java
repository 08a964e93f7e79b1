package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;

/// All that stands before the argument of one event in one namespace; worth keeping. Immutable.
///
/// For events whose only argument arrives encoded: what is left to do is to copy it once.
final class EventPrefix {
  private final byte[] bytes;

  private EventPrefix(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @throws IllegalArgumentException if the name is reserved
  static EventPrefix of(String namespace, String event) {
    byte[] name = PacketEncoder.event(event).json();
    byte[] head = PacketMessage.head(PacketType.EVENT, 0, namespace, Packet.NO_ACK);
    byte[] bytes = new byte[head.length + name.length + 1];
    System.arraycopy(head, 0, bytes, 0, head.length);
    System.arraycopy(name, 0, bytes, head.length, name.length);
    bytes[bytes.length - 1] = ',';
    return new EventPrefix(bytes);
  }

  /// Returns the bytes themselves; not to be changed.
  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return new String(bytes, UTF_8);
  }
}

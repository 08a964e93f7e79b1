package dev.carillon.socketio;

/// The seven kinds of packet (Socket.IO protocol v5, "Packet types").
enum PacketType {
  CONNECT,
  DISCONNECT,
  EVENT,
  ACK,
  CONNECT_ERROR,
  BINARY_EVENT,
  BINARY_ACK;

  private static final PacketType[] ALL = values();

  /// Returns the character that stands first in a packet of this type.
  char digit() {
    return (char) ('0' + ordinal());
  }

  /// Returns whether a packet of this type announces attachments.
  boolean isBinary() {
    return this == BINARY_EVENT || this == BINARY_ACK;
  }

  /// Returns the type whose digit this is.
  static PacketType of(byte digit) {
    int at = digit - '0';
    if (at < 0 || at >= ALL.length) {
      throw new PacketException("unknown packet type");
    }
    return ALL[at];
  }
}

package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What stands before the JSON of a packet (Socket.IO protocol v5, "Packet encoding").
///
/// @param attachments how many binary packets follow
/// @param ackId [Packet#NO_ACK] if absent
/// @param bodyAt where the JSON starts; the packet's length if there is none
record PacketHeader(PacketType type, int attachments, String namespace, long ackId, int bodyAt) {

  /// The longest namespace that is accepted, in bytes. The protocol names no limit.
  static final int MAX_NAMESPACE_BYTES = 256;

  /// The largest ack id: beyond it JavaScript's numbers skip integers.
  static final long MAX_ACK_ID = (1L << 53) - 1;

  private static final String MAIN = "/";

  /// Reads the header of a text packet.
  static PacketHeader of(byte[] packet, int maxAttachments) {
    if (packet.length == 0) {
      throw new PacketException("empty packet");
    }
    PacketType type = PacketType.of(packet[0]);
    int at = 1;
    int attachments = 0;
    if (type.isBinary()) {
      int end = endOfDigits(packet, at);
      if (end == at || end == packet.length || packet[end] != '-') {
        throw new PacketException("illegal attachments");
      }
      attachments = (int) Math.min(number(packet, at, end), Integer.MAX_VALUE);
      if (attachments > maxAttachments) {
        throw new PacketException("too many attachments");
      }
      at = end + 1;
    }
    String namespace = MAIN;
    if (at < packet.length && packet[at] == '/') {
      int end = endOfNamespace(packet, at);
      namespace = end == at + 1 ? MAIN : new String(packet, at, end - at, UTF_8);
      at = Math.min(end + 1, packet.length);
    }
    long ackId = Packet.NO_ACK;
    int end = endOfDigits(packet, at);
    if (end > at) {
      ackId = number(packet, at, end);
      if (ackId > MAX_ACK_ID) {
        throw new PacketException("ack id too large");
      }
    }
    return new PacketHeader(type, attachments, namespace, ackId, end);
  }

  boolean hasBody(byte[] packet) {
    return bodyAt < packet.length;
  }

  private static int endOfNamespace(byte[] packet, int from) {
    int at = from;
    while (at < packet.length && packet[at] != ',') {
      at++;
    }
    if (at - from > MAX_NAMESPACE_BYTES) {
      throw new PacketException("namespace too long");
    }
    return at;
  }

  private static int endOfDigits(byte[] packet, int from) {
    int at = from;
    while (at < packet.length && packet[at] >= '0' && packet[at] <= '9') {
      at++;
    }
    return at;
  }

  /// Returns the number that the digits form, or more than [#MAX_ACK_ID] if that is exceeded.
  private static long number(byte[] packet, int from, int to) {
    long number = 0;
    for (int i = from; i < to && number <= MAX_ACK_ID; i++) {
      number = number * 10 + (packet[i] - '0');
    }
    return number;
  }
}

package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Writes `PUBLISH` commands (RESP) with messages of an exact size that carry the time they were made:
/// `"ts":<nanoseconds of this machine>`. Immutable.
final class Publication {
  static final String MARKER = "\"ts\":";
  private static final byte[] MARKER_BYTES = MARKER.getBytes(US_ASCII);
  private static final int SEARCHED = 128;
  private static final int PROSE = 256;

  private final int size;
  private final Wording wording;
  private final byte[] command;
  private final byte[] padding;

  /// A message but for the text in its middle that fills it up.
  interface Wording {
    /// Returns what comes before the text.
    ///
    /// @param room whom it is for, where that is not the channel
    String head(String room, long id);

    /// Returns what comes behind the text, with the time at most 100 bytes from the end.
    String tail(long nanos);
  }

  /// @param size bytes of each message; a message that cannot be that small is as small as it can be
  Publication(int size, String channel, Wording wording) {
    this.size = size;
    this.wording = wording;
    this.command =
        ("*3\r\n$7\r\nPUBLISH\r\n$" + channel.length() + "\r\n" + channel + "\r\n$")
            .getBytes(US_ASCII);
    this.padding = new byte[size];
    Arrays.fill(padding, (byte) 'x');
  }

  /// Bytes that one command takes at most.
  int room() {
    return command.length + size + PROSE;
  }

  /// Writes the command that publishes a message.
  void write(ByteBuffer out, String room, long id, long nanos) {
    byte[] message = message(room, id, nanos);
    out.put(command).put((message.length + "\r\n").getBytes(US_ASCII));
    out.put(message).put((byte) '\r').put((byte) '\n');
  }

  /// Returns a message alone.
  byte[] message(String room, long id, long nanos) {
    byte[] head = wording.head(room, id).getBytes(US_ASCII);
    byte[] tail = wording.tail(nanos).getBytes(US_ASCII);
    int pad = Math.max(0, size - head.length - tail.length);
    return ByteBuffer.allocate(head.length + pad + tail.length)
        .put(head)
        .put(padding, 0, pad)
        .put(tail)
        .array();
  }

  /// Returns the time that a delivered message carries near its end, or -1.
  static long timeIn(ByteBuffer buffer, int offset, int length) {
    int end = offset + length;
    int first = Math.max(offset, end - SEARCHED);
    for (int at = end - MARKER_BYTES.length; at >= first; at--) {
      if (buffer.get(at) == '"' && isMarker(buffer, at)) {
        return number(buffer, at + MARKER_BYTES.length, end);
      }
    }
    return -1;
  }

  private static boolean isMarker(ByteBuffer buffer, int at) {
    for (int i = 1; i < MARKER_BYTES.length; i++) {
      if (buffer.get(at + i) != MARKER_BYTES[i]) {
        return false;
      }
    }
    return true;
  }

  private static long number(ByteBuffer buffer, int from, int end) {
    long value = 0;
    int at = from;
    while (at < end && buffer.get(at) >= '0' && buffer.get(at) <= '9') {
      value = value * 10 + (buffer.get(at++) - '0');
    }
    return at == from ? -1 : value;
  }
}

package dev.carillon.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Writes `PUBLISH /records {…}` commands (RESP) with a record update of an exact size that carries
/// the time it was made: `"ts":<nanoseconds of this process>`. Immutable.
final class RecordUpdate {
  static final String MARKER = "\"ts\":";
  private static final byte[] MARKER_BYTES = MARKER.getBytes(US_ASCII);
  private static final int SEARCHED = 128;

  private final int size;
  private final byte[] command;
  private final byte[] padding;

  /// @param size bytes of each message; a message that cannot be that small is as small as it can be
  RecordUpdate(int size) {
    this.size = size;
    this.command = "*3\r\n$7\r\nPUBLISH\r\n$8\r\n/records\r\n$".getBytes(US_ASCII);
    this.padding = new byte[size];
    Arrays.fill(padding, (byte) 'x');
  }

  /// Bytes that one command takes at most.
  int room() {
    return command.length + size + 256;
  }

  void write(ByteBuffer out, String room, long id, long nanos) {
    byte[] head =
        bytes(
            "{\"room\":\"" + room + "\",\"records\":{\"comments\":[{\"id\":" + id + ",\"body\":\"");
    byte[] tail = bytes("\"}]," + MARKER + nanos + "}}");
    int pad = Math.max(0, size - head.length - tail.length);
    out.put(command).put(bytes((head.length + pad + tail.length) + "\r\n"));
    out.put(head).put(padding, 0, pad).put(tail).put((byte) '\r').put((byte) '\n');
  }

  /// Returns the time that a delivered update carries near its end, or -1.
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

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}

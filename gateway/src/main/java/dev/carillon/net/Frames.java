package dev.carillon.net;

import dev.carillon.core.Encoded;

/// Makes WebSocket frames as a server sends them: whole and unmasked (RFC 6455 §5.2).
public final class Frames {
  /// The longest header that a server's frame has.
  public static final int MAX_HEADER_BYTES = 10;

  /// Opcode of a text frame.
  public static final int TEXT = 1;

  /// Opcode of a binary frame.
  public static final int BINARY = 2;

  private static final int FIN = 0x80;
  private static final int RSV1 = 0x40;

  private Frames() {}

  /// Writes the header of a frame so that it ends right before `payloadAt`.
  ///
  /// @param array holds the payload, and at least [#MAX_HEADER_BYTES] free bytes before it
  /// @return where the header starts
  public static int putHeader(byte[] array, int payloadAt, int payloadLength, int opcode) {
    int at = payloadAt;
    if (payloadLength < 126) {
      array[--at] = (byte) payloadLength;
    } else if (payloadLength < 65_536) {
      array[--at] = (byte) payloadLength;
      array[--at] = (byte) (payloadLength >>> 8);
      array[--at] = 126;
    } else {
      for (int shift = 0; shift < 64; shift += 8) {
        array[--at] = (byte) ((long) payloadLength >>> shift);
      }
      array[--at] = 127;
    }
    array[--at] = (byte) (FIN | opcode);
    return at;
  }

  /// Returns a frame around a payload.
  public static Encoded frame(byte[] payload, int opcode) {
    byte[] array = new byte[MAX_HEADER_BYTES + payload.length];
    System.arraycopy(payload, 0, array, MAX_HEADER_BYTES, payload.length);
    int start = putHeader(array, MAX_HEADER_BYTES, payload.length, opcode);
    return new Encoded(array, start, array.length - start);
  }

  /// Returns a frame around a compressed payload (RFC 7692 §6.1), made once for all who get it.
  ///
  /// @param threshold shorter payloads are framed as they are, and so are those that would not
  ///     become shorter
  public static Encoded deflated(byte[] payload, int opcode, int threshold) {
    if (payload.length < threshold) {
      return frame(payload, opcode);
    }
    byte[] array = Deflaters.deflate(payload, MAX_HEADER_BYTES);
    int length = array.length - MAX_HEADER_BYTES;
    if (length >= payload.length) {
      return frame(payload, opcode);
    }
    int start = putHeader(array, MAX_HEADER_BYTES, length, opcode | RSV1);
    return new Encoded(array, start, array.length - start);
  }
}

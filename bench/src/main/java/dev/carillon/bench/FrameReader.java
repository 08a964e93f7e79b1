package dev.carillon.bench;

import java.nio.ByteBuffer;

/// Finds the WebSocket frames that one server sends (RFC 6455 §5.2, unmasked) without copying their
/// payloads. Only the piece of a frame that a read cut off is kept until the next read.
///
/// One reader per connection; confined to the loader's thread. The buffer is shared by all of them:
/// `begin`, read from the socket, `parse`.
final class FrameReader {

  /// Receives each whole frame; the payload is `length` bytes of `buffer` from `offset`, and is valid
  /// during the call only.
  interface Sink {
    void frame(int opcode, ByteBuffer buffer, int offset, int length);
  }

  private static final byte[] NOTHING = new byte[0];

  private byte[] kept = NOTHING;
  private int keptLength;

  /// Empties the buffer and puts what the last read cut off at its start.
  void begin(ByteBuffer buffer) {
    buffer.clear();
    buffer.put(kept, 0, keptLength);
    keptLength = 0;
  }

  /// Hands every whole frame between the buffer's start and its position to the sink.
  ///
  /// @throws BenchException if the server masks a frame or sends one larger than the buffer
  void parse(ByteBuffer buffer, Sink sink) {
    int end = buffer.position();
    int at = 0;
    while (end - at >= 2) {
      int second = buffer.get(at + 1);
      if (second < 0) {
        throw new BenchException("the server masked a frame (RFC 6455 §5.1)");
      }
      int header = second == 127 ? 10 : second == 126 ? 4 : 2;
      if (end - at < header) {
        break;
      }
      long length =
          switch (header) {
            case 2 -> second;
            case 4 -> Short.toUnsignedInt(buffer.getShort(at + 2));
            default -> buffer.getLong(at + 2);
          };
      if (length < 0 || length > buffer.capacity() - header) {
        throw new BenchException("a frame of " + Long.toUnsignedString(length) + " bytes");
      }
      if (end - at - header < length) {
        break;
      }
      sink.frame(buffer.get(at) & 0x0f, buffer, at + header, (int) length);
      at += header + (int) length;
    }
    keep(buffer, at, end);
  }

  private void keep(ByteBuffer buffer, int from, int to) {
    keptLength = to - from;
    if (kept.length < keptLength) {
      kept = new byte[keptLength + 256];
    }
    buffer.get(from, kept, 0, keptLength);
  }
}

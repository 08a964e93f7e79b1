package dev.carillon.net;

import dev.carillon.json.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// A message that comes in several frames (RFC 6455 §5.4). Confined to its lane.
final class Fragments {
  // So many frames are never too many; beyond, they must carry this much on average.
  private static final int FREE_COUNT = 1024;
  private static final int MIN_AVERAGE_BYTES = 64;

  private final int opcode;
  private final boolean compressed;
  private final ByteBuf data;
  private int count;
  private int utf8;

  Fragments(int opcode, boolean compressed, ByteBufAllocator allocator) {
    this.opcode = opcode;
    this.compressed = compressed;
    this.data = allocator.directBuffer();
  }

  /// Returns whether a further frame of that length makes the message too big, or too scattered.
  boolean isTooBigWith(long length, int maxBytes) {
    return length > maxBytes - data.readableBytes()
        || count >= FREE_COUNT + maxBytes / MIN_AVERAGE_BYTES;
  }

  /// Adds a frame's payload; returns false when it makes a text that is not UTF-8.
  boolean add(ByteBuf payload) {
    count++;
    if (opcode == Frames.TEXT && !compressed) {
      utf8 = Utf8Buffers.advance(utf8, payload);
    }
    data.writeBytes(payload);
    return utf8 != Utf8.INVALID;
  }

  int opcode() {
    return opcode;
  }

  boolean isCompressed() {
    return compressed;
  }

  /// Returns where the text of the frames so far ends; see [Utf8].
  int textState() {
    return utf8;
  }

  /// Returns whether the message does not end amid a character.
  boolean isTextComplete() {
    return utf8 == Utf8.COMPLETE;
  }

  ByteBuf data() {
    return data;
  }

  void release() {
    data.release();
  }
}

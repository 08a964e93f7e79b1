package dev.carillon.net;

import io.netty.buffer.ByteBuf;

/// Undoes the masking of client frames (RFC 6455 §5.3).
final class Masking {
  private Masking() {}

  /// Unmasks a stretch of a buffer in place, eight bytes at a time.
  static void apply(ByteBuf buffer, int offset, int length, int mask) {
    if (mask == 0) {
      return;
    }
    int at = offset;
    int end = offset + length;
    long wide = ((long) mask << 32) | (mask & 0xFFFF_FFFFL);
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      buffer.setLong(at, buffer.getLong(at) ^ wide);
    }
    for (int shift = 24; at < end; at++, shift = shift == 0 ? 24 : shift - 8) {
      buffer.setByte(at, buffer.getByte(at) ^ (mask >>> shift));
    }
  }
}

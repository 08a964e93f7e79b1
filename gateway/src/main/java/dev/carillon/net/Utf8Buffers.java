package dev.carillon.net;

import dev.carillon.json.Utf8;
import io.netty.buffer.ByteBuf;

/// Drives the check of [Utf8] over Netty's buffers, which may hold a text in pieces. Holds nothing.
final class Utf8Buffers {
  private Utf8Buffers() {}

  /// Returns whether the readable bytes are a valid text. Moves no index.
  static boolean isValid(ByteBuf text) {
    return advance(Utf8.COMPLETE, text) == Utf8.COMPLETE;
  }

  /// Goes over the readable bytes and returns the new state. Moves no index.
  ///
  /// @param state [Utf8#COMPLETE] at first, then what this returned for the piece before
  static int advance(int state, ByteBuf text) {
    int now = state;
    int end = text.writerIndex();
    for (int at = text.readerIndex(); at < end && now != Utf8.INVALID; ) {
      if (now == Utf8.COMPLETE
          && at + Long.BYTES <= end
          && (text.getLong(at) & Utf8.NOT_ASCII) == 0) {
        at += Long.BYTES;
      } else {
        now = Utf8.step(now, text.getUnsignedByte(at++));
      }
    }
    return now;
  }

  /// Goes over a stretch of a masked payload (RFC 6455 §5.3) and returns the new state. Changes
  /// nothing.
  ///
  /// @param start from where in the payload
  /// @param end up to where in the payload
  static int advanceMasked(int state, ByteBuf in, int payloadAt, int start, int end, int mask) {
    long wide = ((long) mask << 32) | (mask & 0xFFFF_FFFFL);
    int now = state;
    for (int at = start; at < end && now != Utf8.INVALID; ) {
      boolean aligned = now == Utf8.COMPLETE && (at & 3) == 0 && at + Long.BYTES <= end;
      if (aligned && ((in.getLong(payloadAt + at) ^ wide) & Utf8.NOT_ASCII) == 0) {
        at += Long.BYTES;
      } else {
        int key = mask >>> (24 - 8 * (at & 3)) & 0xFF;
        now = Utf8.step(now, in.getUnsignedByte(payloadAt + at++) ^ key);
      }
    }
    return now;
  }
}

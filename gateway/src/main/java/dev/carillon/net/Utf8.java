package dev.carillon.net;

import io.netty.buffer.ByteBuf;

/// Checks text piece by piece (RFC 3629 §4: no overlong forms, no surrogates, nothing beyond
/// U+10FFFF). Holds nothing; where a piece ended is in the state that the caller keeps.
final class Utf8 {
  /// Between characters: the state at the start, and at the end of a valid text.
  static final int COMPLETE = 0;

  static final int INVALID = -1;

  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /// Returns whether the readable bytes are a valid text. Moves no index.
  static boolean isValid(ByteBuf text) {
    return advance(COMPLETE, text) == COMPLETE;
  }

  /// Goes over the readable bytes and returns the new state. Moves no index.
  ///
  /// A state amid a character holds, from the lowest byte up, how many bytes are missing and the
  /// range in which the next one must be.
  static int advance(int state, ByteBuf text) {
    int now = state;
    int end = text.writerIndex();
    for (int at = text.readerIndex(); at < end && now != INVALID; ) {
      if (now == COMPLETE && at + Long.BYTES <= end && (text.getLong(at) & NOT_ASCII) == 0) {
        at += Long.BYTES;
      } else {
        now = step(now, text.getUnsignedByte(at++));
      }
    }
    return now;
  }

  private static int step(int state, int octet) {
    if (state == INVALID) {
      return INVALID;
    }
    if (state == COMPLETE) {
      return octet < 0x80 ? COMPLETE : lead(octet);
    }
    int missing = state & 0xFF;
    int low = state >>> 8 & 0xFF;
    int high = state >>> 16;
    if (octet < low || octet > high) {
      return INVALID;
    }
    return missing == 1 ? COMPLETE : expect(missing - 1, 0x80, 0xBF);
  }

  private static int lead(int octet) {
    if (octet < 0xC2 || octet > 0xF4) {
      return INVALID;
    }
    if (octet < 0xE0) {
      return expect(1, 0x80, 0xBF);
    }
    return switch (octet) {
      case 0xE0 -> expect(2, 0xA0, 0xBF);
      case 0xED -> expect(2, 0x80, 0x9F);
      case 0xF0 -> expect(3, 0x90, 0xBF);
      case 0xF4 -> expect(3, 0x80, 0x8F);
      default -> expect(octet < 0xF0 ? 2 : 3, 0x80, 0xBF);
    };
  }

  private static int expect(int missing, int low, int high) {
    return high << 16 | low << 8 | missing;
  }
}

package dev.carillon.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Checks that bytes are well-formed UTF-8 (RFC 3629 §4: no overlong forms, no surrogates, nothing beyond
/// U+10FFFF), all at once or piece by piece, without decoding them.
///
/// Holds nothing; where a piece ended is in the state that the caller keeps. The one such check of the
/// gateway: `net` drives it over Netty's buffers, frame by frame.
public final class Utf8 {
  /// Between characters: the state at the start, and at the end of a valid text.
  public static final int COMPLETE = 0;

  /// After something that no text holds. Stays.
  public static final int INVALID = -1;

  /// The highest bit of each of eight bytes; it is not set in ASCII, which is skipped eight at a time.
  public static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private Utf8() {}

  /// Returns whether the bytes are a valid text.
  public static boolean isValid(byte[] text) {
    int state = COMPLETE;
    for (int at = 0; at < text.length && state != INVALID; ) {
      if (state == COMPLETE && at + Long.BYTES <= text.length && isAscii(text, at)) {
        at += Long.BYTES;
      } else {
        state = step(state, text[at++] & 0xFF);
      }
    }
    return state == COMPLETE;
  }

  private static boolean isAscii(byte[] text, int at) {
    return ((long) LONGS.get(text, at) & NOT_ASCII) == 0;
  }

  /// Returns the state after one more byte.
  ///
  /// A state amid a character holds, from the lowest byte up, how many bytes are missing and the
  /// range in which the next one must be.
  ///
  /// @param state [#COMPLETE] at first, then what this returned
  /// @param octet from 0 to 255
  public static int step(int state, int octet) {
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

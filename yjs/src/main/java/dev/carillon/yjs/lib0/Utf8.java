package dev.carillon.yjs.lib0;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Measures and makes UTF-8, which Yjs counts in UTF-16 code units. Stateless.
///
/// Strict, as the decoders of browsers are (`TextDecoder` with `fatal`): no overlong forms, no
/// surrogates, nothing above U+10FFFF.
public final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /// Returns the number of UTF-16 code units of the text in `[from, to)`, or -1 if it is not UTF-8.
  public static int utf16Length(byte[] bytes, int from, int to) {
    int at = from;
    while (to - at >= Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at == to ? to - from : mixedLength(bytes, at, to, at - from);
  }

  private static int mixedLength(byte[] bytes, int from, int to, int before) {
    int units = before;
    for (int at = from; at < to; ) {
      int size = sizeAt(bytes, at, to);
      if (size == 0) {
        return -1;
      }
      units += size == 4 ? 2 : 1;
      at += size;
    }
    return units;
  }

  /// Returns the size in bytes of the well-formed character at `at`, or 0 (Unicode, table 3-7).
  private static int sizeAt(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (size == 0 || to - at < size) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < size; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return size;
  }

  /// Returns the offset of the character that holds the UTF-16 unit `units` after `from`.
  ///
  /// The text must be well formed. Where the unit is the second half of a surrogate pair, the
  /// answer is the complement (`~`) of the offset of the pair.
  public static int offsetOf(byte[] bytes, int from, int units) {
    int at = from;
    for (int left = units; left > 0; ) {
      int first = bytes[at];
      if (first >= 0) {
        at++;
        left--;
      } else if ((first & 0xFF) < 0xF0) {
        at += (first & 0xFF) < 0xE0 ? 2 : 3;
        left--;
      } else if (left == 1) {
        return ~at;
      } else {
        at += 4;
        left -= 2;
      }
    }
    return at;
  }

  /// Returns the number of bytes that [#encode] needs for a text.
  public static int sizeOf(String text) {
    int size = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800) {
        size += 2;
        if (isPairAt(text, i)) {
          i++; // four bytes for two units: two beyond the two that are counted
        }
      } else if (c >= 0x80) {
        size++;
      }
    }
    return size;
  }

  /// Writes a text at `at`; half a surrogate pair becomes U+FFFD, as in `TextEncoder`.
  ///
  /// @return the offset behind what was written
  public static int encode(String text, byte[] into, int at) {
    int to = at;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        into[to++] = (byte) c;
      } else if (c < 0x800) {
        into[to++] = (byte) (0xC0 | (c >> 6));
        into[to++] = (byte) (0x80 | (c & 0x3F));
      } else if (isPairAt(text, i)) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        into[to++] = (byte) (0xF0 | (point >> 18));
        into[to++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        into[to++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        into[to++] = (byte) (0x80 | (point & 0x3F));
      } else {
        char whole = Character.isSurrogate(c) ? '\uFFFD' : c;
        into[to++] = (byte) (0xE0 | (whole >> 12));
        into[to++] = (byte) (0x80 | ((whole >> 6) & 0x3F));
        into[to++] = (byte) (0x80 | (whole & 0x3F));
      }
    }
    return to;
  }

  /// Returns a text as UTF-8; half a surrogate pair becomes U+FFFD.
  public static byte[] encode(String text) {
    byte[] bytes = new byte[sizeOf(text)];
    encode(text, bytes, 0);
    return bytes;
  }

  private static boolean isPairAt(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}

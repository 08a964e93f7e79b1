package dev.carillon.yjs.lib0;

import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads strings that lie one behind the other in one long string.
///
/// The counterpart of [StringEncoder]. Where a string ends amid a surrogate pair, both halves
/// become U+FFFD, which is what v1 makes of them. Confined to one thread.
public final class StringDecoder {
  private static final byte[] REPLACEMENT = Utf8.encode("\uFFFD");

  private final byte[] bytes;
  private final UintOptRleDecoder lengths;
  private final boolean ascii;
  private long unitsLeft;
  private int from;
  private int to;
  private boolean empty;
  private boolean halfInFront;
  private boolean halfBehind;

  /// Reads a column, of which the long string is checked at once.
  public StringDecoder(Decoder column) {
    bytes = column.array();
    int start = column.position();
    to = column.skipVarBytes();
    unitsLeft = Utf8.utf16Length(bytes, to, column.position());
    if (unitsLeft < 0) {
      throw malformed(start, "a string that is not UTF-8");
    }
    ascii = unitsLeft == column.position() - to;
    lengths = new UintOptRleDecoder(column);
  }

  /// Passes over the next string.
  ///
  /// @return the number of its UTF-16 code units
  public int skip() {
    long next = lengths.read();
    if (next > unitsLeft) {
      throw malformed(lengths.position(), "a string beyond the end of all strings");
    }
    int units = (int) next;
    unitsLeft -= units;
    from = to;
    empty = units == 0;
    if (ascii) {
      to += units;
    } else if (!empty) {
      passMixed(units);
    }
    return units;
  }

  private void passMixed(int units) {
    halfInFront = halfBehind;
    if (halfInFront) {
      from += 4; // the pair of which the first half was in the string before
    }
    int offset = Utf8.offsetOf(bytes, from, halfInFront ? units - 1 : units);
    halfBehind = offset < 0;
    to = halfBehind ? ~offset : offset;
  }

  /// Returns the offset at which the string passed over last begins.
  public int start() {
    return from;
  }

  /// Returns the string passed over last, as UTF-8. A copy.
  public byte[] last() {
    if (empty || (!halfInFront && !halfBehind)) {
      return Arrays.copyOfRange(bytes, from, empty ? from : to);
    }
    var out = new Encoder(to - from);
    if (halfInFront) {
      out.writeBytes(REPLACEMENT, 0, REPLACEMENT.length);
    }
    out.writeBytes(bytes, from, to - from);
    if (halfBehind) {
      out.writeBytes(REPLACEMENT, 0, REPLACEMENT.length);
    }
    return out.toByteArray();
  }

  /// Reads the next string.
  public String read() {
    skip();
    return new String(last(), StandardCharsets.UTF_8);
  }
}

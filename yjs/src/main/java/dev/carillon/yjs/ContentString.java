package dev.carillon.yjs;

import dev.carillon.yjs.lib0.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text, kept as UTF-8, of which the length counts in UTF-16 code units.
///
/// The array has room behind the text once something was appended, so that typing costs little.
final class ContentString extends Content {
  private static final byte[] REPLACEMENT = Utf8.encode("\uFFFD");

  private byte[] utf8;
  private int size;
  private int units;

  /// Keeps `utf8`, which must be well formed and not change any more.
  ///
  /// @param units its length in UTF-16 code units
  ContentString(byte[] utf8, int units) {
    this.utf8 = utf8;
    this.size = utf8.length;
    this.units = units;
  }

  ContentString(String text) {
    this(Utf8.encode(text), text.length());
  }

  @Override
  int length() {
    return units;
  }

  @Override
  boolean isCountable() {
    return true;
  }

  @Override
  int ref() {
    return STRING;
  }

  /// Whether a split at `offset` would part a surrogate pair, and so change the text.
  boolean isAmidPair(int offset) {
    return size != units && offsetOf(offset) < 0;
  }

  ContentString copy() {
    return new ContentString(Arrays.copyOf(utf8, size), units);
  }

  @Override
  int weight() {
    return size;
  }

  @Override
  Content split(int offset) {
    int at = offsetOf(offset);
    byte[] behind;
    if (at >= 0) {
      behind = Arrays.copyOfRange(utf8, at, size);
      size = at;
    } else {
      // Amid a surrogate pair: each half becomes U+FFFD, on every replica alike.
      behind = behindHalfPair(~at);
      size = ~at;
      append(REPLACEMENT, REPLACEMENT.length);
    }
    var right = new ContentString(behind, units - offset);
    units = offset;
    trim();
    return right;
  }

  @Override
  boolean tryAppend(Content right) {
    if (!(right instanceof ContentString text)) {
      return false;
    }
    append(text.utf8, text.size);
    units += text.units;
    return true;
  }

  @Override
  void write(UpdateWriter out, int offset) {
    int at = offset == 0 ? 0 : offsetOf(offset);
    if (at >= 0) {
      out.text(utf8, at, size - at, units - offset);
    } else {
      byte[] behind = behindHalfPair(~at);
      out.text(behind, 0, behind.length, units - offset);
    }
  }

  /// Appends the whole text.
  void appendTo(StringBuilder text) {
    text.append(this);
  }

  /// Returns the whole text.
  @Override
  public String toString() {
    return new String(utf8, 0, size, StandardCharsets.UTF_8);
  }

  private int offsetOf(int unit) {
    return size == units ? unit : Utf8.offsetOf(utf8, 0, unit);
  }

  private byte[] behindHalfPair(int pairAt) {
    int from = pairAt + 4;
    byte[] behind = Arrays.copyOf(REPLACEMENT, REPLACEMENT.length + size - from);
    System.arraycopy(utf8, from, behind, REPLACEMENT.length, size - from);
    return behind;
  }

  private void append(byte[] more, int moreSize) {
    int needed = Math.addExact(size, moreSize);
    if (needed > utf8.length) {
      utf8 = Arrays.copyOf(utf8, Math.max(needed, size + (size >> 1) + 8));
    }
    System.arraycopy(more, 0, utf8, size, moreSize);
    size = needed;
  }

  /// Gives the room back when most of the array is empty.
  private void trim() {
    if (size < utf8.length >> 1) {
      utf8 = Arrays.copyOf(utf8, size);
    }
  }
}

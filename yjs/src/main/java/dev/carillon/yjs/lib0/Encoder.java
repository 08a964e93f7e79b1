package dev.carillon.yjs.lib0;

import java.util.Arrays;

/// Writes the primitives of lib0 into bytes that grow. Confined to one thread.
public final class Encoder {
  private static final int MAX_VAR_BYTES = 10;

  private byte[] bytes;
  private int size;

  /// Starts empty.
  public Encoder() {
    this(32);
  }

  /// Starts empty, with room for `capacity` bytes.
  public Encoder(int capacity) {
    bytes = new byte[Math.max(capacity, MAX_VAR_BYTES)];
  }

  /// Returns the number of bytes written.
  public int size() {
    return size;
  }

  /// Forgets what was written and keeps the room.
  public void clear() {
    size = 0;
  }

  /// Returns a copy of what was written.
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /// Writes one byte.
  public void writeUint8(int value) {
    if (size == bytes.length) {
      grow(1);
    }
    bytes[size++] = (byte) value;
  }

  /// Writes a number that is not negative.
  public void writeVarUint(long value) {
    if (bytes.length - size < MAX_VAR_BYTES) {
      grow(MAX_VAR_BYTES);
    }
    long rest = value;
    while (rest > 0x7F) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// Writes a signed number.
  public void writeVarInt(long value) {
    writeVarInt(Math.abs(value), value < 0);
  }

  /// Writes a signed number of which the sign is known apart: only so is there a negative zero.
  public void writeVarInt(long magnitude, boolean negative) {
    if (bytes.length - size < MAX_VAR_BYTES) {
      grow(MAX_VAR_BYTES);
    }
    long rest = magnitude >>> 6;
    bytes[size++] =
        (byte) ((rest != 0 ? 0x80 : 0) | (negative ? 0x40 : 0) | (int) (magnitude & 0x3F));
    if (rest != 0) {
      writeVarUint(rest);
    }
  }

  /// Writes four bytes, big endian.
  public void writeInt32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      writeUint8(value >>> shift);
    }
  }

  /// Writes eight bytes, big endian.
  public void writeInt64(long value) {
    writeInt32((int) (value >>> 32));
    writeInt32((int) value);
  }

  /// Writes bytes without their length.
  public void writeBytes(byte[] source, int from, int length) {
    if (bytes.length - size < length) {
      grow(length);
    }
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /// Writes a length and the bytes.
  public void writeVarBytes(byte[] source) {
    writeVarBytes(source, 0, source.length);
  }

  /// Writes a length and the bytes. A string that is UTF-8 already is written so, too.
  public void writeVarBytes(byte[] source, int from, int length) {
    writeVarUint(length);
    writeBytes(source, from, length);
  }

  /// Writes what another encoder holds, without its length.
  public void writeAll(Encoder other) {
    writeBytes(other.bytes, 0, other.size);
  }

  /// Writes the length of what another encoder holds, and that.
  public void writeVarBytes(Encoder other) {
    writeVarBytes(other.bytes, 0, other.size);
  }

  /// Writes a string; half a surrogate pair becomes U+FFFD.
  public void writeString(String text) {
    int length = Utf8.sizeOf(text);
    writeVarUint(length);
    writeUtf8(text, length);
  }

  /// Writes the UTF-8 of a text without its length.
  public void writeUtf8(String text) {
    writeUtf8(text, Utf8.sizeOf(text));
  }

  private void writeUtf8(String text, int length) {
    if (bytes.length - size < length) {
      grow(length);
    }
    size = Utf8.encode(text, bytes, size);
  }

  private void grow(int more) {
    int least = Math.addExact(size, more);
    long twice = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
    bytes = Arrays.copyOf(bytes, (int) Math.max(least, twice));
  }
}

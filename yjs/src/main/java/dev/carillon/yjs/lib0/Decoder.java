package dev.carillon.yjs.lib0;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;
import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the primitives of lib0 from bytes. Confined to one thread.
///
/// Every length is held against the bytes that are left before anything is made of it. Whatever is
/// wrong ends in an [UpdateRefusedException] with the offset. Offsets count from the beginning of
/// the array, also where only a part of it is read.
public final class Decoder {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_VAR_BYTES = 8; // 53 bits
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private final byte[] bytes;
  private final int end;
  private int position;

  /// Reads all of `bytes`, which must not change meanwhile.
  public Decoder(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /// Reads `bytes` in `[from, to)`.
  public Decoder(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.position = from;
    this.end = to;
  }

  /// Returns the offset of the next byte.
  public int position() {
    return position;
  }

  /// Returns the number of bytes that are left.
  public int remaining() {
    return end - position;
  }

  /// Returns the array that is read; not a copy.
  public byte[] array() {
    return bytes;
  }

  /// Returns a copy of the bytes in `[from, to)`.
  public byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  /// Reads one byte, as 0 to 255.
  public int readUint8() {
    if (position >= end) {
      throw truncated();
    }
    return bytes[position++] & 0xFF;
  }

  /// Returns the next byte, as 0 to 255, and leaves it there.
  public int peekUint8() {
    if (position >= end) {
      throw truncated();
    }
    return bytes[position] & 0xFF;
  }

  /// Reads an unsigned number of up to 53 bits.
  public long readVarUint() {
    if (position < end) {
      int first = bytes[position];
      if (first >= 0) {
        position++;
        return first;
      }
    }
    return readLongVarUint();
  }

  private long readLongVarUint() {
    int from = position;
    if (end - from >= Long.BYTES) {
      return readWholeVarUint(from);
    }
    int to = Math.min(end, from + MAX_VAR_BYTES);
    long value = 0;
    int shift = 0;
    for (int at = from; at < to; at++) {
      int next = bytes[at];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        position = at + 1;
        return checkSafe(value, from);
      }
      shift += 7;
    }
    throw to == end ? truncated() : malformed(from, "a number of more than 53 bits");
  }

  /// Reads a number of which all eight bytes are there, without a step for each of them.
  private long readWholeVarUint(int from) {
    long bits = (long) LITTLE_ENDIAN.get(bytes, from);
    long last = ~bits & 0x8080_8080_8080_8080L; // the bytes that end a number
    if (last == 0) {
      throw malformed(from, "a number of more than 53 bits");
    }
    int size = (Long.numberOfTrailingZeros(last) >>> 3) + 1;
    bits &= -1L >>> (Long.SIZE - 8 * size);
    // Seven bits of each byte move together: in pairs, in fours, in all.
    bits = (bits & 0x007F_007F_007F_007FL) | ((bits & 0x7F00_7F00_7F00_7F00L) >>> 1);
    bits = (bits & 0x0000_3FFF_0000_3FFFL) | ((bits & 0x3FFF_0000_3FFF_0000L) >>> 2);
    bits = (bits & 0x0FFF_FFFFL) | ((bits & 0x0FFF_FFFF_0000_0000L) >>> 4);
    position = from + size;
    return checkSafe(bits, from);
  }

  private static long checkSafe(long value, int from) {
    if (value > MAX_SAFE_INTEGER) {
      throw malformed(from, "a number of more than 53 bits");
    }
    return value;
  }

  /// Reads an unsigned number that must fit in 31 bits: a clock, a length, a count.
  public int readVarUint31() {
    if (position < end) {
      int first = bytes[position];
      if (first >= 0) {
        position++;
        return first;
      }
    }
    int from = position;
    long value = readLongVarUint();
    if (value > Integer.MAX_VALUE) {
      throw limit(from, "a clock, length or count beyond 31 bits");
    }
    return (int) value;
  }

  /// Reads a signed number of up to 53 bits. Negative zero is read as 0: see [#isNegative()].
  public long readVarInt() {
    int from = position;
    int first = readUint8();
    long value = first & 0x3F;
    int shift = 6;
    for (int next = first; (next & 0x80) != 0; shift += 7) {
      if (position - from == MAX_VAR_BYTES) {
        throw malformed(from, "a number of more than 53 bits");
      }
      next = readUint8();
      value |= (long) (next & 0x7F) << shift;
    }
    checkSafe(value, from);
    return (first & 0x40) == 0 ? value : -value;
  }

  /// Returns whether the signed number that comes next has a minus sign; tells -0 from 0.
  public boolean isNegative() {
    return (peekUint8() & 0x40) != 0;
  }

  /// Reads four bytes, big endian.
  public int readInt32() {
    return (int) INTS.get(bytes, skip(Integer.BYTES));
  }

  /// Reads eight bytes, big endian.
  public long readInt64() {
    return (long) LONGS.get(bytes, skip(Long.BYTES));
  }

  /// Passes over `length` bytes.
  ///
  /// @return where they began
  public int skip(long length) {
    if (length > end - position) {
      throw malformed(position, "a length beyond the end");
    }
    int at = position;
    position += (int) length;
    return at;
  }

  /// Passes over a length and that many bytes.
  ///
  /// @return where the bytes began; they end at [#position()]
  public int skipVarBytes() {
    return skip(readVarUint());
  }

  /// Reads a length and that many bytes; a copy.
  public byte[] readVarBytes() {
    int at = skipVarBytes();
    return Arrays.copyOfRange(bytes, at, position);
  }

  /// Passes over a string.
  ///
  /// @return the number of its UTF-16 code units
  public int skipString() {
    return unitsSince(skipVarBytes());
  }

  /// Returns the number of UTF-16 code units of the string that was just passed over.
  ///
  /// @param from where its bytes began
  public int unitsSince(int from) {
    int units = Utf8.utf16Length(bytes, from, position);
    if (units < 0) {
      throw malformed(from, "a string that is not UTF-8");
    }
    return units;
  }

  /// Reads a string.
  public String readString() {
    int from = skipVarBytes();
    int size = position - from;
    return unitsSince(from) == size
        ? new String(bytes, from, size, StandardCharsets.ISO_8859_1)
        : new String(bytes, from, size, StandardCharsets.UTF_8);
  }

  /// Passes over a length and that many bytes, and reads these apart.
  public Decoder readColumn() {
    int from = skipVarBytes();
    return new Decoder(bytes, from, position);
  }

  private UpdateRefusedException truncated() {
    return malformed(end, "the end comes too early");
  }
}

package dev.carillon.yjs.lib0;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes Java values as any-values; see [AnyValue] for which becomes what. Stateless.
public final class AnyWriter {
  private static final int MAX_INTEGER = Integer.MAX_VALUE;
  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;
  private static final int MAX_DEPTH = 1000; // far above what a reader allows; a cycle ends here

  private AnyWriter() {}

  /// Writes a value. The kind of a number is chosen by its value, as lib0 does.
  ///
  /// @throws IllegalArgumentException if there is no such value in the format: a key that is not a
  ///     string, a long beyond 53 bits (use a BigInteger), a BigInteger beyond 64 bits, a value in
  ///     itself
  public static void write(Encoder out, @Nullable Object value) {
    write(out, value, MAX_DEPTH, false);
  }

  /// Writes a value that is no deeper than a reader allows.
  ///
  /// @param depth how many arrays and objects may lie in one another
  /// @throws UpdateRefusedException if the value is deeper, or in itself
  /// @throws IllegalArgumentException as [#write(Encoder, Object)]
  public static void write(Encoder out, @Nullable Object value, int depth) {
    write(out, value, depth, true);
  }

  private static void write(Encoder out, @Nullable Object value, int depth, boolean refused) {
    if (depth == 0 && (value instanceof Map<?, ?> || value instanceof Collection<?>)) {
      throw tooDeep(refused);
    }
    switch (value) {
      case null -> out.writeUint8(AnyValue.NULL);
      case Undefined _ -> out.writeUint8(AnyValue.UNDEFINED);
      case Boolean truth -> out.writeUint8(truth ? AnyValue.TRUE : AnyValue.FALSE);
      case String text -> {
        out.writeUint8(AnyValue.STRING);
        out.writeString(text);
      }
      case BigInteger big -> writeBigint(out, big);
      case Integer number -> writeNumber(out, number);
      case Short number -> writeNumber(out, number);
      case Byte number -> writeNumber(out, number);
      case Long number -> writeLong(out, number);
      case Number number -> writeNumber(out, number.doubleValue());
      case byte[] bytes -> {
        out.writeUint8(AnyValue.BYTES);
        out.writeVarBytes(bytes);
      }
      case Map<?, ?> object -> writeObject(out, object, depth - 1, refused);
      case Collection<?> array -> {
        out.writeUint8(AnyValue.ARRAY);
        out.writeVarUint(array.size());
        for (Object element : array) {
          write(out, element, depth - 1, refused);
        }
      }
      default -> throw new IllegalArgumentException("no value of the format: " + value.getClass());
    }
  }

  private static RuntimeException tooDeep(boolean refused) {
    String what = "values lie too deep in one another";
    return refused ? UpdateRefusedException.limit(-1, what) : new IllegalArgumentException(what);
  }

  private static void writeObject(Encoder out, Map<?, ?> object, int depth, boolean refused) {
    out.writeUint8(AnyValue.OBJECT);
    out.writeVarUint(object.size());
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new IllegalArgumentException("a key that is not a string");
      }
      out.writeString(key);
      write(out, entry.getValue(), depth, refused);
    }
  }

  private static void writeBigint(Encoder out, BigInteger big) {
    if (big.bitLength() > 63) {
      throw new IllegalArgumentException("a bigint beyond 64 bits");
    }
    out.writeUint8(AnyValue.BIGINT);
    out.writeInt64(big.longValue());
  }

  private static void writeLong(Encoder out, long number) {
    if (Math.abs(number) > MAX_SAFE_INTEGER || number == Long.MIN_VALUE) {
      throw new IllegalArgumentException("a long beyond 53 bits; use a BigInteger");
    }
    writeNumber(out, (double) number);
  }

  private static void writeNumber(Encoder out, double number) {
    if (Math.abs(number) <= MAX_INTEGER && number == Math.rint(number)) {
      out.writeUint8(AnyValue.INTEGER);
      out.writeVarInt((long) Math.abs(number), Math.copySign(1, number) < 0);
    } else if ((float) number == number) {
      out.writeUint8(AnyValue.FLOAT32);
      out.writeInt32(Float.floatToIntBits((float) number));
    } else {
      out.writeUint8(AnyValue.FLOAT64);
      out.writeInt64(Double.doubleToLongBits(number));
    }
  }
}

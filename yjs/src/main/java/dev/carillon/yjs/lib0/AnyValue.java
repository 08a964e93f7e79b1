package dev.carillon.yjs.lib0;

import static dev.carillon.yjs.lib0.UpdateRefusedException.limit;
import static dev.carillon.yjs.lib0.UpdateRefusedException.malformed;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The any-value of lib0: JSON with bytes, bigints and `undefined`, one tag byte each. Stateless.
///
/// | tag | in JavaScript | in Java |
/// |---|---|---|
/// | 127 | undefined | [Undefined#UNDEFINED] |
/// | 126 | null | null |
/// | 125 | integer | Integer; Long beyond 31 bits; Double for -0 |
/// | 124, 123 | number | Double |
/// | 122 | bigint | BigInteger |
/// | 121, 120 | false, true | Boolean |
/// | 119 | string | String |
/// | 118 | object | Map, in the order of its keys |
/// | 117 | array | List |
/// | 116 | Uint8Array | byte[] |
public final class AnyValue {
  static final int UNDEFINED = 127;
  static final int NULL = 126;
  static final int INTEGER = 125;
  static final int FLOAT32 = 124;
  static final int FLOAT64 = 123;
  static final int BIGINT = 122;
  static final int FALSE = 121;
  static final int TRUE = 120;
  static final int STRING = 119;
  static final int OBJECT = 118;
  static final int ARRAY = 117;
  static final int BYTES = 116;

  private AnyValue() {}

  /// Returns whether the value that comes next is `null` or `undefined`, and leaves it there.
  public static boolean isNothing(Decoder in) {
    int tag = in.peekUint8();
    return tag == NULL || tag == UNDEFINED;
  }

  /// Passes over a value and checks all of it.
  ///
  /// @param depth how many arrays and objects may lie in one another
  public static void skip(Decoder in, int depth) {
    skip(in, depth, false);
  }

  /// Passes over a value that may be written as JSON later, and checks all of it: bytes then become
  /// an object of their indexes, and count as one.
  ///
  /// @param depth how many arrays and objects may lie in one another
  public static void skipJson(Decoder in, int depth) {
    skip(in, depth, true);
  }

  private static void skip(Decoder in, int depth, boolean json) {
    int at = in.position();
    int tag = in.readUint8();
    switch (tag) {
      case UNDEFINED, NULL, FALSE, TRUE -> {}
      case INTEGER -> in.readVarInt();
      case FLOAT32 -> in.skip(Float.BYTES);
      case FLOAT64, BIGINT -> in.skip(Long.BYTES);
      case STRING -> in.skipString();
      case BYTES -> {
        if (json && depth <= 0) {
          throw tooDeep(at);
        }
        in.skipVarBytes();
      }
      case OBJECT -> {
        for (int left = enter(in, at, depth, 2); left > 0; left--) {
          in.skipString();
          skip(in, depth - 1, json);
        }
      }
      case ARRAY -> {
        for (int left = enter(in, at, depth, 1); left > 0; left--) {
          skip(in, depth - 1, json);
        }
      }
      default -> throw unknown(at);
    }
  }

  /// Reads a value.
  ///
  /// @param depth how many arrays and objects may lie in one another
  public static @Nullable Object read(Decoder in, int depth) {
    int at = in.position();
    return switch (in.readUint8()) {
      case UNDEFINED -> Undefined.UNDEFINED;
      case NULL -> null;
      case INTEGER -> readInteger(in);
      case FLOAT32 -> (double) Float.intBitsToFloat(in.readInt32());
      case FLOAT64 -> Double.longBitsToDouble(in.readInt64());
      case BIGINT -> BigInteger.valueOf(in.readInt64());
      case FALSE -> false;
      case TRUE -> true;
      case STRING -> in.readString();
      case OBJECT -> readObject(in, enter(in, at, depth, 2), depth - 1);
      case ARRAY -> readArray(in, enter(in, at, depth, 1), depth - 1);
      case BYTES -> in.readVarBytes();
      default -> throw unknown(at);
    };
  }

  private static Object readInteger(Decoder in) {
    boolean negative = in.isNegative();
    long value = in.readVarInt();
    if (value == 0 && negative) {
      return -0.0;
    }
    return value == (int) value ? (Object) (int) value : (Object) value;
  }

  private static Map<String, @Nullable Object> readObject(Decoder in, int count, int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int left = count; left > 0; left--) {
      String key = in.readString();
      object.put(key, read(in, depth));
    }
    return object;
  }

  private static List<@Nullable Object> readArray(Decoder in, int count, int depth) {
    List<@Nullable Object> array = new ArrayList<>(Math.min(count, 16));
    for (int left = count; left > 0; left--) {
      array.add(read(in, depth));
    }
    return array;
  }

  private static int enter(Decoder in, int at, int depth, int leastBytesEach) {
    if (depth <= 0) {
      throw tooDeep(at);
    }
    long count = in.readVarUint();
    if (count > in.remaining() / leastBytesEach) {
      throw malformed(at, "more elements than bytes");
    }
    return (int) count;
  }

  private static UpdateRefusedException tooDeep(int at) {
    return limit(at, "values lie too deep in one another");
  }

  private static UpdateRefusedException unknown(int at) {
    return malformed(at, "a value of an unknown kind");
  }
}

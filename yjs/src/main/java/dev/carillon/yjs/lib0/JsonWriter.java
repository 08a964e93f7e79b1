package dev.carillon.yjs.lib0;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes Java values as JSON, as `JSON.stringify` does. Stateless.
public final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  /// A builder longer than this is emptied where only the size is asked for.
  private static final int PIECE = 4096;

  private final StringBuilder out = new StringBuilder();
  private final boolean measures;
  private long measured;

  private JsonWriter(boolean measures) {
    this.measures = measures;
  }

  /// Returns a value as JSON without white space.
  ///
  /// As in JavaScript, `undefined` is left out of objects and is `null` elsewhere, bytes are an
  /// object of their indexes, and NaN and the infinities are `null`. A bigint, which JavaScript
  /// refuses, becomes a number.
  ///
  /// @throws IllegalArgumentException if the value is none that a document can hold
  public static String write(@Nullable Object value) {
    return write(value, Integer.MAX_VALUE);
  }

  /// Returns a value as JSON that is no deeper than a reader allows.
  ///
  /// @param depth how many arrays and objects may lie in one another, bytes counting as an object
  /// @throws UpdateRefusedException if the value is deeper, or in itself
  /// @throws IllegalArgumentException if the value is none that a document can hold
  public static String write(@Nullable Object value, int depth) {
    var writer = new JsonWriter(false);
    writer.append(value, depth);
    return writer.out.toString();
  }

  /// Returns how many bytes of UTF-8 a value takes as JSON, without making all of it.
  public static long sizeOf(@Nullable Object value) {
    var writer = new JsonWriter(true);
    writer.append(value, Integer.MAX_VALUE);
    writer.measure();
    return writer.measured;
  }

  private void append(@Nullable Object value, int depth) {
    switch (value) {
      case null -> out.append("null");
      case Undefined _ -> out.append("null");
      case Boolean truth -> out.append(truth.booleanValue());
      case String text -> quote(out, text);
      case BigInteger big -> out.append(big);
      case Long number -> out.append(number.longValue());
      case Number number -> out.append(number(number.doubleValue()));
      case byte[] bytes -> {
        enter(depth);
        appendBytes(bytes);
      }
      case Map<?, ?> object -> {
        enter(depth);
        appendObject(object, depth - 1);
      }
      case Collection<?> array -> {
        enter(depth);
        out.append('[');
        String between = "";
        for (Object element : array) {
          out.append(between);
          append(element, depth - 1);
          between = ",";
        }
        out.append(']');
      }
      default -> throw new IllegalArgumentException("no value of JSON: " + value.getClass());
    }
    if (measures && out.length() > PIECE) {
      measure();
    }
  }

  private static void enter(int depth) {
    if (depth <= 0) {
      throw UpdateRefusedException.limit(-1, "values lie too deep in one another");
    }
  }

  private void measure() {
    measured += Utf8.encode(out.toString()).length;
    out.setLength(0);
  }

  private void appendObject(Map<?, ?> object, int depth) {
    out.append('{');
    String between = "";
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      if (entry.getValue() instanceof Undefined) {
        continue;
      }
      quote(out.append(between), String.valueOf(entry.getKey()));
      out.append(':');
      append(entry.getValue(), depth);
      between = ",";
    }
    out.append('}');
  }

  private void appendBytes(byte[] bytes) {
    out.append('{');
    for (int i = 0; i < bytes.length; i++) {
      out.append(i == 0 ? "\"" : ",\"").append(i).append("\":").append(bytes[i] & 0xFF);
      if (measures && out.length() > PIECE) {
        measure();
      }
    }
    out.append('}');
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || isAlone(text, i)) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(HEX.charAt(c >> shift & 0xF));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// Returns whether there is half a surrogate pair.
  private static boolean isAlone(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  /// Returns a number as JavaScript writes it (ECMA-262, Number::toString).
  private static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "null";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale(); // the decimal point lies behind so many digits
    String sign = value < 0 ? "-" : "";
    return sign + (point > 21 || point <= -6 ? scientific(digits, point) : plain(digits, point));
  }

  /// Returns the shortest decimal that reads as the value. Java always gives two digits at least.
  private static BigDecimal shortest(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      BigDecimal shorter = decimal.round(new MathContext(1));
      return shorter.doubleValue() == value ? shorter.stripTrailingZeros() : decimal;
    }
    return decimal;
  }

  private static String plain(String digits, int point) {
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    return point >= digits.length()
        ? digits + "0".repeat(point - digits.length())
        : digits.substring(0, point) + '.' + digits.substring(point);
  }

  private static String scientific(String digits, int point) {
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
  }
}

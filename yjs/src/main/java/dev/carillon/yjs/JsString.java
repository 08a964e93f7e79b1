package dev.carillon.yjs;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns values into strings as JavaScript does, for the places where Yjs leaves it to that.
final class JsString {
  /// From 1e21 on, and below 1e-6, JavaScript writes numbers with an exponent.
  private static final int MOST_DIGITS = 21;

  private static final int MOST_ZEROS = 6;

  private JsString() {}

  /// Returns what `String(value)` is in JavaScript.
  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Double number -> ofNumber(number);
      case byte[] bytes -> ofBytes(bytes);
      case List<?> list -> ofList(list);
      case Map<?, ?> _, YMap _, YArray _, Subdoc _ -> "[object Object]";
      default -> value.toString();
    };
  }

  private static String ofList(List<?> list) {
    List<String> parts = new ArrayList<>(list.size());
    for (Object element : list) {
      boolean empty = element == null || element == dev.carillon.yjs.lib0.Undefined.UNDEFINED;
      parts.add(empty ? "" : of(element));
    }
    return String.join(",", parts);
  }

  private static String ofBytes(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte next : bytes) {
      text.append(text.isEmpty() ? "" : ",").append(next & 0xFF);
    }
    return text.toString();
  }

  private static String ofNumber(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    if (number == 0) {
      return "0";
    }
    // Java and JavaScript choose the same digits, the fewest that name the number.
    BigDecimal exact = new BigDecimal(Double.toString(Math.abs(number))).stripTrailingZeros();
    String digits = exact.unscaledValue().toString();
    int point = digits.length() - exact.scale();
    String sign = number < 0 ? "-" : "";
    if (point > MOST_DIGITS || point <= -MOST_ZEROS) {
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      int exponent = point - 1;
      return sign + digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return sign + digits + "0".repeat(point - digits.length());
    }
    return sign + digits.substring(0, point) + "." + digits.substring(point);
  }
}

package dev.carillon.server.apps.curia;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/// The id of a board: a whole number from 0 to 2^53-1, what JavaScript counts exactly, or its decimal text.
final class BoardId {
  /// There is no id.
  static final long NONE = -1;

  /// There is something in the place of an id that is none.
  static final long RUBBISH = -2;

  private static final long MOST = (1L << 53) - 1;
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,16}");

  private BoardId() {}

  /// Returns the id that a text is, or [#RUBBISH].
  static long ofText(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return RUBBISH;
    }
    long id = Long.parseLong(text);
    return id <= MOST ? id : RUBBISH;
  }

  /// Returns the id that a client names, by itself or as the member `boardId` of an object, or [#RUBBISH].
  static long of(JsonNode named) {
    JsonNode id = named.isObject() ? named.path("boardId") : named;
    if (id.isString()) {
      return ofText(id.stringValue());
    }
    if (!id.isNumber()) {
      return RUBBISH;
    }
    BigDecimal number = id.decimalValue();
    // Compared before it is converted: an exponent makes a number of any length out of six
    // characters.
    return number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(MOST)) <= 0
        ? whole(number)
        : RUBBISH;
  }

  private static long whole(BigDecimal number) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException _) {
      return RUBBISH;
    }
  }

  /// Returns the id that a parser stands on: [#NONE] for `null`, or [#RUBBISH].
  static long of(JsonParser value) {
    return switch (value.currentToken()) {
      case VALUE_NULL -> NONE;
      case VALUE_NUMBER_INT, VALUE_STRING -> ofText(value.getString());
      default -> RUBBISH;
    };
  }
}

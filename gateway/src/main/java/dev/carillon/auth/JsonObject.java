package dev.carillon.auth;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a JSON object into a map: text, numbers, booleans, `null`, lists and maps.
///
/// Two members of one name are refused (RFC 7519 §4 lets us): whoever checked this object before may have
/// looked at the other one. What is nested deeper than [#MAX_DEPTH] is left out, so that strangers do not
/// decide how deep the stack gets; so are numbers with more digits than anybody counts, by a refusal.
final class JsonObject {
  static final int MAX_DEPTH = 32;

  private static final int LONGEST_LONG = 18;
  private static final int LONGEST_NUMBER = 64;

  private JsonObject() {}

  /// Returns the members, unmodifiable.
  ///
  /// @param maxBytes the longest text
  /// @throws BadJson as [StrictJson#read] does, and `not-an-object`, `duplicate`
  static Map<String, @Nullable Object> read(byte[] json, int maxBytes) throws BadJson {
    return new StrictJson(maxBytes, Math.max(maxBytes, 1))
        .read(
            json,
            parser -> {
              if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new BadJson("not-an-object");
              }
              return object(parser, 1);
            });
  }

  private static Map<String, @Nullable Object> object(JsonParser parser, int depth) throws BadJson {
    var members = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (members.containsKey(name)) {
        throw new BadJson("duplicate");
      }
      parser.nextToken();
      members.put(name, value(parser, depth));
    }
    return Collections.unmodifiableMap(members);
  }

  private static List<@Nullable Object> array(JsonParser parser, int depth) throws BadJson {
    var elements = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser, depth));
    }
    return Collections.unmodifiableList(elements);
  }

  private static @Nullable Object value(JsonParser parser, int depth) throws BadJson {
    if (depth == MAX_DEPTH) {
      parser.skipChildren();
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, depth + 1);
      case START_ARRAY -> array(parser, depth + 1);
      case END_OBJECT, END_ARRAY -> null;
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> whole(parser);
      // As JavaScript reads it, infinite if it must be: exact decimals of a billion digits are no
      // use.
      case VALUE_NUMBER_FLOAT -> Double.valueOf(parser.getString());
      default -> throw new BadJson("malformed");
    };
  }

  /// Ids may have more digits than a `long`.
  private static Number whole(JsonParser parser) throws BadJson {
    String digits = parser.getString();
    if (digits.length() > LONGEST_NUMBER) {
      throw new BadJson("number");
    }
    return digits.length() <= LONGEST_LONG ? Long.valueOf(digits) : new BigInteger(digits);
  }
}

package dev.carillon.publisher;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the texts of a JSON object. Immutable.
public final class JsonTexts {
  private JsonTexts() {}

  /// Returns the members that are texts, and nothing when this is not one JSON object, or a name is in it twice.
  ///
  /// @param json in UTF-8; from anybody
  public static Map<String, String> of(byte[] json) {
    var texts = new HashMap<String, String>();
    try (JsonParser parser = Json.parser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = String.valueOf(parser.currentName());
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          texts.put(name, parser.getString());
        } else {
          parser.skipChildren();
        }
      }
      return parser.nextToken() == null ? texts : Map.of();
    } catch (JacksonException _) {
      return Map.of();
    }
  }
}

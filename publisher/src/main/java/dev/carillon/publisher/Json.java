package dev.carillon.publisher;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The little JSON that is read and written here. Immutable.
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  static JsonParser parser(byte[] json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /// Whether this is one JSON value, and nothing else.
  static boolean isValue(byte[] json) {
    try (JsonParser parser = parser(json)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException _) {
      return false;
    }
  }

  /// Returns a scalar member of an object, as text; `null` if there is none.
  static @Nullable String member(byte[] json, String name) {
    try (JsonParser parser = parser(json)) {
      return parser.nextToken() == JsonToken.START_OBJECT ? member(parser, name) : null;
    } catch (JacksonException _) {
      return null;
    }
  }

  /// Returns this member of each object in an array; `null` if it is no such array.
  static @Nullable List<@Nullable String> members(byte[] json, String name) {
    try (JsonParser parser = parser(json)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      var found = new ArrayList<@Nullable String>();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        found.add(member(parser, name));
      }
      return parser.currentToken() == JsonToken.END_ARRAY ? found : null;
    } catch (JacksonException _) {
      return null;
    }
  }

  private static @Nullable String member(JsonParser parser, String name) {
    String found = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean meant = name.equals(parser.currentName());
      if (parser.nextToken().isScalarValue()) {
        found = meant ? parser.getString() : found;
      } else {
        parser.skipChildren();
      }
    }
    return found;
  }
}

package dev.carillon.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads exactly one JSON value (RFC 8259) as a stream, within limits; writes one.
///
/// Refused are malformed and truncated JSON, a second value, bytes that are not UTF-8, a byte order
/// mark, and what is above the limits: what passes can be relayed byte for byte, whatever of it was
/// looked at. Nothing is built but what the reader builds. Immutable, safe for any thread.
public final class StrictJson {
  private static final JsonFactory WRITER = new JsonLimits(Integer.MAX_VALUE, 1_000).factory();

  private final JsonFactory factory;
  private final int maxBytes;

  /// Reads within limits.
  public StrictJson(JsonLimits limits) {
    this.factory = limits.factory();
    this.maxBytes = limits.maxBytes();
  }

  /// Reads within limits.
  ///
  /// @param maxBytes the longest text
  /// @param maxDepth how deep arrays and objects may be nested
  public StrictJson(int maxBytes, int maxDepth) {
    this(new JsonLimits(maxBytes, maxDepth));
  }

  /// Takes what is needed out of a value.
  @FunctionalInterface
  public interface Reader<T> {
    /// Called once, with the parser on the first token of the value.
    ///
    /// Returns with the parser on the value's last token, so that what follows can be checked.
    ///
    /// @throws BadJson if the value is not what it should be
    /// @throws JacksonException if it is not JSON
    T read(JsonParser parser) throws BadJson;
  }

  /// Takes what is needed out of a member of an object, or of an element of an array.
  @FunctionalInterface
  public interface Part {
    /// Called with the parser on the first token of the value, and leaves it there or on the last one.
    ///
    /// @param name the member's name; of an element empty
    /// @throws BadJson if the value is not what it should be
    /// @throws JacksonException if it is not JSON
    void read(String name, JsonParser value) throws BadJson;
  }

  /// Reads a text.
  ///
  /// @throws BadJson `too-big`, `not-utf8`, `malformed`, `too-deep`, or what the reader finds; with the
  ///     place where there is one
  public <T> T read(byte[] json, Reader<T> reader) throws BadJson {
    if (json.length > maxBytes) {
      throw new BadJson("too-big");
    }
    if (!Utf8.isValid(json)) {
      throw new BadJson("not-utf8", "the body is not UTF-8", null);
    }
    if (json.length > 0 && json[0] == (byte) 0xEF) {
      // No value begins so.
      throw new BadJson("malformed", "the body begins with a byte order mark", null);
    }
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() == null) {
        throw new BadJson("malformed", "the body is empty", null);
      }
      T value = reader.read(parser);
      if (parser.nextToken() != null) {
        throw new BadJson("malformed", "something follows the end", parser.currentTokenLocation());
      }
      return value;
    } catch (JacksonException e) {
      // Jackson tells limits and syntax apart by type, and quotes the input in its text.
      String reason = e instanceof StreamConstraintsException ? "too-deep" : "malformed";
      throw new BadJson(reason, e.getOriginalMessage(), e.getLocation());
    }
  }

  /// Goes through the members of the object that a parser stands on, and leaves it at the object's end.
  /// What a part does not read is skipped.
  ///
  /// @throws BadJson `not-an-object` if it is none, or what the part finds
  public static void members(JsonParser parser, Part part) throws BadJson {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object", "expected an object", parser.currentTokenLocation());
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      part.read(name, parser);
      parser.skipChildren(); // does nothing unless the part left a beginning
    }
  }

  /// Goes through the elements of the array that a parser stands on, and leaves it at the array's end.
  /// What a part does not read is skipped.
  ///
  /// @throws BadJson `not-an-array` if it is none, or what the part finds
  public static void elements(JsonParser parser, Part part) throws BadJson {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadJson("not-an-array", "expected an array", parser.currentTokenLocation());
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      part.read("", parser);
      parser.skipChildren();
    }
  }

  /// Returns the members of the object that a parser stands on whose values are texts, and leaves the
  /// parser at the object's end. Of several members with one name the last one counts.
  ///
  /// @throws BadJson `not-an-object` if it is none
  public static Map<String, String> texts(JsonParser parser) throws BadJson {
    var texts = new HashMap<String, String>();
    members(
        parser,
        (name, value) -> {
          if (value.currentToken() == JsonToken.VALUE_STRING) {
            texts.put(name, value.getString());
          } else {
            texts.remove(name);
          }
        });
    return texts;
  }

  /// Returns the bytes of the value that a parser stands on, as they were sent, and moves the parser
  /// to its end.
  ///
  /// @param json what the parser reads
  public static byte[] bytes(JsonParser parser, byte[] json) {
    int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    parser.skipChildren();
    parser.finishToken();
    int to = Math.toIntExact(parser.currentLocation().getByteOffset());
    return Arrays.copyOfRange(json, from, to);
  }

  /// Returns the text that a parser stands on in UTF-8.
  ///
  /// @throws BadJson `half-surrogate-pair` if it holds half of one, which an escape can spell and which
  ///     has no form in UTF-8
  public static byte[] utf8(JsonParser parser) throws BadJson {
    try {
      ByteBuffer encoded =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(parser.getString()));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException _) {
      throw new BadJson(
          "half-surrogate-pair",
          "string with half a surrogate pair",
          parser.currentTokenLocation());
    }
  }

  /// Returns the UTF-8 text that a function writes.
  public static byte[] write(Consumer<JsonGenerator> function) {
    var out = new ByteArrayOutputStream(128);
    try (JsonGenerator json = WRITER.createGenerator(ObjectWriteContext.empty(), out)) {
      function.accept(json);
    }
    return out.toByteArray();
  }

  /// Returns a value in UTF-8: a text, a number, a truth value, `null`, or a map or collection of such.
  /// Members stand in the order of the map.
  ///
  /// @throws IllegalArgumentException if it is or holds something else
  public static byte[] of(@Nullable Object value) {
    return write(json -> put(json, value));
  }

  private static void put(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean truth -> json.writeBoolean(truth);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Map<?, ?> members -> {
        json.writeStartObject();
        members.forEach((name, member) -> {
          json.writeName(String.valueOf(name));
          put(json, member);
        });
        json.writeEndObject();
      }
      case Iterable<?> elements -> {
        json.writeStartArray();
        elements.forEach(element -> put(json, element));
        json.writeEndArray();
      }
      default -> throw new IllegalArgumentException("no JSON: " + value.getClass().getName());
    }
  }
}

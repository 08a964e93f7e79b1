package dev.carillon.json;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads exactly one JSON value (RFC 8259) as a stream, within limits.
///
/// Refused are malformed and truncated JSON, a second value, bytes that are not UTF-8, a byte order
/// mark, and what is above the limits: what passes can be relayed byte for byte, whatever of it was
/// looked at. Nothing is built but what the reader builds. Immutable, safe for any thread.
public final class StrictJson {
  private static final JsonFactory WRITER = new JsonFactory();

  private final JsonFactory factory;
  private final int maxBytes;

  /// @param maxBytes the longest text
  /// @param maxDepth how deep arrays and objects may be nested
  public StrictJson(int maxBytes, int maxDepth) {
    this.maxBytes = maxBytes;
    // The length of the whole bounds the length of each part; no part may be refused before.
    int part = Math.max(maxBytes, 1);
    this.factory =
        JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxNameLength(part)
                    .maxNumberLength(part)
                    .maxStringLength(part)
                    .build())
            .build();
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

  /// Reads a text.
  ///
  /// @throws BadJson `too-big`, `not-utf8`, `malformed`, `too-deep`, or what the reader finds
  public <T> T read(byte[] json, Reader<T> reader) throws BadJson {
    if (json.length > maxBytes) {
      throw new BadJson("too-big");
    }
    if (!Utf8.valid(json)) {
      throw new BadJson("not-utf8");
    }
    if (json.length > 0 && json[0] == (byte) 0xEF) {
      throw new BadJson("malformed"); // no value begins so: a byte order mark
    }
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() == null) {
        throw new BadJson("malformed");
      }
      T value = reader.read(parser);
      if (parser.nextToken() != null) {
        throw new BadJson("malformed");
      }
      return value;
    } catch (JacksonException e) {
      // Jackson tells limits and syntax apart by type, and quotes the input in its text.
      throw new BadJson(e instanceof StreamConstraintsException ? "too-deep" : "malformed");
    }
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

  /// Returns the UTF-8 text that a function writes.
  public static byte[] write(Consumer<JsonGenerator> function) {
    var out = new ByteArrayOutputStream(128);
    try (JsonGenerator json = WRITER.createGenerator(ObjectWriteContext.empty(), out)) {
      function.accept(json);
    }
    return out.toByteArray();
  }
}

package dev.carillon.socketio;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// The one way in which this package reads and writes JSON. Safe for any thread.
final class JsonCodec {

  /// How deep arrays and objects may be nested in what a client sends, the outermost included.
  static final int MAX_NESTING = 256;

  /// How many characters a number may have. Arithmetic on longer ones is a way to burn time.
  static final int MAX_NUMBER_LENGTH = 1_000;

  /// The length of texts, names and documents is bounded by the transport's limit on messages.
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MAX_NESTING)
          .maxNumberLength(MAX_NUMBER_LENGTH)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .maxDocumentLength(-1)
          .maxTokenCount(-1)
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(LIMITS)
                  // Half of a surrogate pair then is an escape, and never broken UTF-8.
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .rootValueSeparator((String) null)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .addModule(
              new SimpleModule("carillon")
                  .addSerializer(Json.class, new RawSerializers.OfJson())
                  .addSerializer(Arguments.class, new RawSerializers.OfArguments()))
          .build();

  private JsonCodec() {}

  static JsonParser parser(byte[] json, int offset, int length) {
    return MAPPER.createParser(json, offset, length);
  }

  static JsonNode tree(byte[] json, int offset, int length) {
    return MAPPER.readTree(json, offset, length);
  }

  static <T> T value(JsonNode tree, Class<T> type) {
    return MAPPER.treeToValue(tree, type);
  }

  static JsonGenerator generator(OutputStream out) {
    return MAPPER.createGenerator(out);
  }

  static void write(JsonGenerator out, @Nullable Object value) {
    MAPPER.writeValue(out, value);
  }

  /// Returns where an array or object starts, or -1 if something else comes first.
  ///
  /// The parser would skip a byte order mark, and take a zero in the first bytes for UTF-16 or
  /// UTF-32; none of these may stand in JSON that is exchanged (RFC 8259 §8.1).
  static int start(byte[] json, int from, char opening) {
    int at = from;
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
    boolean opens = at < json.length && json[at] == opening;
    return opens && (at + 1 == json.length || json[at + 1] != 0) ? at : -1;
  }

  /// Returns whether the byte is whitespace (RFC 8259 §2).
  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}

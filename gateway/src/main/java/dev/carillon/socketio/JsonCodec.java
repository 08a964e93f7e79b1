package dev.carillon.socketio;

import dev.carillon.json.JsonLimits;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
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
  private static final JsonLimits LIMITS =
      new JsonLimits(Integer.MAX_VALUE, MAX_NESTING, MAX_NUMBER_LENGTH);

  private static final JsonMapper MAPPER =
      JsonMapper.builder(LIMITS.factory())
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
  static int start(byte[] json, int from, char opening) {
    int at = from;
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
    return at < json.length && json[at] == opening ? at : -1;
  }

  /// Returns whether the byte is whitespace (RFC 8259 §2).
  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}

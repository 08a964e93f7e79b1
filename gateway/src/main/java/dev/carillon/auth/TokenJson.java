package dev.carillon.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON inside of tokens, read strictly. Safe for any thread.
final class TokenJson {
  private static final int MAX_DEPTH = 32;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  // Two readers that pick different ones of two equal names are a way in
                  // (RFC 8725 §2.4).
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private TokenJson() {}

  /// Returns the object that the bytes spell in UTF-8.
  static JsonNode object(byte[] bytes) throws TokenException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (CharacterCodingException | JacksonException _) {
      // Not passed on: what a parser says quotes what it read.
    }
    throw new TokenException(TokenException.Reason.MALFORMED);
  }

  static byte[] bytes(Map<String, ?> object) {
    return JSON.writeValueAsBytes(object);
  }
}

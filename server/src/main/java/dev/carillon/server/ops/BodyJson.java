package dev.carillon.server.ops;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads the bodies of requests that publish: strict UTF-8, one JSON value, mistakes with their
/// place. Immutable.
final class BodyJson {
  /// As deep as nesting may be; more serves nobody but an attacker on the stack (CWE-674).
  private static final int MAX_DEPTH = 200;

  private final JsonFactory json;

  /// @param maxBytes the largest body that is ever given to [#read]
  BodyJson(int maxBytes) {
    json =
        JsonFactory.builder()
            // JSON between systems is UTF-8 (RFC 8259 §8.1), and slices need offsets in bytes.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    // Numbers are never converted here, so their length costs nothing.
                    .maxNumberLength(maxBytes)
                    .maxStringLength(maxBytes)
                    .maxNameLength(maxBytes)
                    .build())
            .build();
  }

  /// Makes something of the one value that a body holds.
  @FunctionalInterface
  interface Form<T> {
    /// Reads from the parser's current token to the last one of the value.
    T read(JsonParser parser) throws BadPublication;
  }

  /// Reads a body.
  ///
  /// @throws BadPublication with the reason and the position, in words for the sender
  <T> T read(byte[] body, Form<T> form) throws BadPublication {
    requireUtf8(body);
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() == null) {
        throw new BadPublication("the body is empty");
      }
      T value = form.read(parser);
      if (parser.nextToken() != null) {
        throw bad("something follows the end", parser.currentTokenLocation());
      }
      return value;
    } catch (JacksonException e) {
      throw bad(e.getOriginalMessage(), e.getLocation());
    }
  }

  /// Returns a text in UTF-8. Half a surrogate pair, which an escape in JSON can spell, has no form
  /// in it.
  static byte[] utf8(String text, JsonParser parser) throws BadPublication {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException _) {
      throw bad("string with half a surrogate pair", parser.currentTokenLocation());
    }
  }

  static BadPublication bad(String what, @Nullable TokenStreamLocation at) {
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new BadPublication(what + where);
  }

  private static void requireUtf8(byte[] body) throws BadPublication {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException _) {
      throw new BadPublication("the body is not UTF-8");
    }
  }
}

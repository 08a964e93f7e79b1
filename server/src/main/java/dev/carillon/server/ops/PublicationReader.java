package dev.carillon.server.ops;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads the body of a publish request. Immutable.
///
/// The body is `{"channel":"...","message":...}`, or an array of these. The message is not decoded
/// and written again: its bytes are cut out of the body, so that long numbers, the order of keys,
/// escapes and blanks reach the subscribers as they were sent. Only a string is taken out of its
/// quotes, because payloads on channels are text.
final class PublicationReader {
  /// As deep as nesting may be; more serves nobody but an attacker on the stack (CWE-674).
  private static final int MAX_DEPTH = 200;

  private final JsonFactory json;

  /// @param maxBytes the largest body that is ever given to [#read]
  PublicationReader(int maxBytes) {
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

  /// Reads all publications of a request, or none.
  ///
  /// @throws BadPublication with the reason and the position, in words for the sender
  List<Publication> read(byte[] body) throws BadPublication {
    requireUtf8(body);
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
      var publications = new ArrayList<Publication>();
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new BadPublication("the body is empty");
      }
      if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          publications.add(publication(parser, body));
        }
      } else {
        publications.add(publication(parser, body));
      }
      if (parser.nextToken() != null) {
        throw bad("something follows the end", parser.currentTokenLocation());
      }
      return publications;
    } catch (JacksonException e) {
      throw bad(e.getOriginalMessage(), e.getLocation());
    }
  }

  private static Publication publication(JsonParser parser, byte[] body) throws BadPublication {
    TokenStreamLocation start = parser.currentTokenLocation();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw bad("expected an object with channel and message", start);
    }
    String channel = null;
    byte[] message = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      TokenStreamLocation at = parser.currentTokenLocation();
      String name = parser.currentName();
      boolean twice = "channel".equals(name) ? channel != null : message != null;
      parser.nextToken();
      switch (name) {
        case "channel" -> channel = channel(parser);
        case "message" -> message = message(parser, body);
        case null, default -> throw bad("unknown member; allowed: channel, message", at);
      }
      if (twice) {
        throw bad("member given twice", at);
      }
    }
    if (channel == null || message == null) {
      throw bad(channel == null ? "channel is missing" : "message is missing", start);
    }
    return new Publication(channel, message);
  }

  private static String channel(JsonParser parser) throws BadPublication {
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getString().isEmpty()) {
      throw bad("channel must be a string that is not empty", parser.currentTokenLocation());
    }
    String channel = parser.getString();
    utf8(channel, parser);
    return channel;
  }

  private static byte[] message(JsonParser parser, byte[] body) throws BadPublication {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return utf8(parser.getString(), parser);
    }
    int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    parser.skipChildren();
    parser.finishToken();
    int to = Math.toIntExact(parser.currentLocation().getByteOffset());
    return Arrays.copyOfRange(body, from, to);
  }

  /// Half a surrogate pair, which an escape in JSON can spell, has no form in UTF-8.
  private static byte[] utf8(String text, JsonParser parser) throws BadPublication {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException _) {
      throw bad("string with half a surrogate pair", parser.currentTokenLocation());
    }
  }

  private static void requireUtf8(byte[] body) throws BadPublication {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException _) {
      throw new BadPublication("the body is not UTF-8");
    }
  }

  private static BadPublication bad(String what, @Nullable TokenStreamLocation at) {
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new BadPublication(what + where);
  }
}

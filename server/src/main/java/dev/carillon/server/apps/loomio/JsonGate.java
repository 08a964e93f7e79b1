package dev.carillon.server.apps.loomio;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Lets pass what is exactly one JSON object, so that its bytes can be relayed as they are.
///
/// Nothing is built and nothing is written: unknown members, the order of keys, big numbers and
/// escapes reach clients as the backend wrote them. What would break a packet around the bytes is
/// refused: malformed or truncated JSON (RFC 8259), a second value, bytes that are not UTF-8, a
/// byte order mark, zero bytes (which would make the parser guess at UTF-16), and what is above the
/// limits. Immutable, safe for any thread.
final class JsonGate {
  private final JsonFactory factory;
  private final int maxBytes;

  JsonGate(int maxBytes, int maxDepth) {
    this.maxBytes = maxBytes;
    // The length of the whole bounds the length of each part; no part may be refused before.
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxNameLength(Math.max(maxBytes, 1))
                    .maxNumberLength(Math.max(maxBytes, 1))
                    .maxStringLength(Math.max(maxBytes, 1))
                    .build())
            .build();
  }

  /// Checks a JSON object.
  ///
  /// @return its top-level `room` if that is a string; the last one if there are several, as every
  ///     JavaScript engine would read it
  /// @throws BadJson if it is not exactly one JSON object within the limits
  Optional<String> room(byte[] json) throws BadJson {
    checkBytes(json);
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadJson("not-an-object");
      }
      String room = readMembers(parser);
      if (parser.nextToken() != null) {
        throw new BadJson("malformed");
      }
      return Optional.ofNullable(room);
    } catch (JacksonException e) {
      // Jackson tells limits and syntax apart by type, and quotes the input in its text.
      throw new BadJson(e instanceof StreamConstraintsException ? "too-deep" : "malformed");
    }
  }

  /// Checks a JSON object whose members do not matter.
  ///
  /// @throws BadJson if it is not exactly one JSON object within the limits
  void check(byte[] json) throws BadJson {
    Optional<String> _ = room(json);
  }

  private void checkBytes(byte[] json) throws BadJson {
    if (json.length > maxBytes) {
      throw new BadJson("too-big");
    }
    if (json.length >= 3
        && json[0] == (byte) 0xef
        && json[1] == (byte) 0xbb
        && json[2] == (byte) 0xbf) {
      throw new BadJson("malformed");
    }
    for (byte b : json) {
      if (b == 0) {
        throw new BadJson("malformed");
      }
    }
    if (!Utf8.valid(json)) {
      throw new BadJson("not-utf8");
    }
  }

  private static @Nullable String readMembers(JsonParser parser) {
    String room = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isRoom = parser.currentName().equals("room");
      JsonToken value = parser.nextToken();
      if (isRoom) {
        room = value == JsonToken.VALUE_STRING ? parser.getString() : null;
      }
      // Strings and numbers are checked by the step to the next token, whether read or not.
      parser.skipChildren();
    }
    return room;
  }
}

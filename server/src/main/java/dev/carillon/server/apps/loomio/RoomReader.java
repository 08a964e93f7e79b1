package dev.carillon.server.apps.loomio;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Lets pass what is exactly one JSON object, and tells the room that it is for.
///
/// Nothing is written anew: unknown members, the order of keys, big numbers and escapes reach clients
/// as the backend wrote them. Immutable, safe for any thread.
final class RoomReader {
  private final StrictJson json;

  RoomReader(int maxBytes, int maxDepth) {
    this.json = new StrictJson(maxBytes, maxDepth);
  }

  /// Checks a JSON object.
  ///
  /// @return its top-level `room` if that is a string; the last one if there are several, as every
  ///     JavaScript engine would read it
  /// @throws BadJson if it is not exactly one JSON object within the limits
  Optional<String> room(byte[] message) throws BadJson {
    return json.read(message, RoomReader::readMembers);
  }

  /// Checks a JSON object whose members do not matter.
  ///
  /// @throws BadJson if it is not exactly one JSON object within the limits
  void check(byte[] message) throws BadJson {
    Optional<String> _ = room(message);
  }

  private static Optional<String> readMembers(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object");
    }
    @Nullable String room = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isRoom = parser.currentName().equals("room");
      JsonToken value = parser.nextToken();
      if (isRoom) {
        room = value == JsonToken.VALUE_STRING ? parser.getString() : null;
      }
      // Strings and numbers are checked by the step to the next token, whether read or not.
      parser.skipChildren();
    }
    return Optional.ofNullable(room);
  }
}

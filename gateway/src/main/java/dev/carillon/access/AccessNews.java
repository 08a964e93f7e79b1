package dev.carillon.access;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What nodes tell each other of changed permissions. Immutable.
///
/// As JSON: `{"from":"…","rooms":["board:12"]}`, `{"from":"…","user":"u-1"}` or `{"from":"…","all":true}`;
/// who else may publish leaves out `from`.
///
/// @param from the node that says so, or `null`
/// @param rooms the rooms that changed
/// @param user the user that changed, or `null`
/// @param all whether everything did
record AccessNews(@Nullable String from, Set<String> rooms, @Nullable String user, boolean all) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 8);

  /// How many rooms may be named at once.
  static final int MAX_ROOMS = 1_000;

  byte[] encode() {
    return StrictJson.write(json -> {
      json.writeStartObject();
      if (from != null) {
        json.writeStringProperty("from", from);
      }
      if (!rooms.isEmpty()) {
        json.writeArrayPropertyStart("rooms");
        rooms.forEach(json::writeString);
        json.writeEndArray();
      }
      if (user != null) {
        json.writeStringProperty("user", user);
      }
      if (all) {
        json.writeBooleanProperty("all", true);
      }
      json.writeEndObject();
    });
  }

  /// @throws BadJson if it is no news
  static AccessNews decode(byte[] message) throws BadJson {
    return JSON.read(message, AccessNews::read);
  }

  private static AccessNews read(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object");
    }
    String from = null;
    Set<String> rooms = Set.of();
    String user = null;
    boolean all = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "from" -> from = text(parser);
        case "rooms" -> rooms = texts(parser);
        case "user" -> user = text(parser);
        case "all" -> all = value == JsonToken.VALUE_TRUE;
        default -> parser.skipChildren();
      }
    }
    if (rooms.isEmpty() && user == null && !all) {
      throw new BadJson("no-change");
    }
    return new AccessNews(from, rooms, user, all);
  }

  private static Set<String> texts(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadJson("rooms");
    }
    var names = new LinkedHashSet<String>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      names.add(text(parser));
      if (names.size() > MAX_ROOMS) {
        throw new BadJson("too-many-rooms");
      }
    }
    return names;
  }

  private static String text(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new BadJson("no-text");
    }
    return parser.getString();
  }
}

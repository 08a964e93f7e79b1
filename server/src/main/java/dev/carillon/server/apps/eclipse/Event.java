package dev.carillon.server.apps.eclipse;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What was published on a chat's channel. Immutable.
///
/// @param json what clients get
/// @param identity the same for all copies of one event; `null` when copies cannot be told
/// @param typist the user who types, whom that need not be told; `null` when it is about something else
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Event(byte[] json, @Nullable String identity, @Nullable String typist) {
  private static final int LONGEST_IDENTITY = 200;

  /// Reads a message of the broker.
  ///
  /// @throws BadJson if it is neither a JSON object nor a JSON string that holds one
  static Event read(byte[] message, StrictJson json) throws BadJson {
    Object found = json.read(message, parser -> readValue(parser, message));
    if (found instanceof String inner) {
      byte[] bytes = inner.getBytes(StandardCharsets.UTF_8);
      found = json.read(bytes, parser -> readValue(parser, bytes));
    }
    if (found instanceof Event event) {
      return event;
    }
    throw new BadJson("not-an-object");
  }

  /// Returns an event, or the text of a string.
  private static Object readValue(JsonParser parser, byte[] json) throws BadJson {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case START_OBJECT -> readObject(parser, json);
      default -> throw new BadJson("not-an-object");
    };
  }

  private static Event readObject(JsonParser parser, byte[] json) {
    String type = "";
    Map<String, String> data = Map.of();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("type")) {
        type = value == JsonToken.VALUE_STRING ? parser.getString() : "";
      } else if (name.equals("data") && value == JsonToken.START_OBJECT) {
        data = readTexts(parser);
      }
      parser.skipChildren();
    }
    return switch (type) {
      case "message" -> new Event(json, identity(type, data, "id"), null);
      case "message_updated" -> new Event(json, identity(type, data, "id", "updatedAt"), null);
      case "agent_joined" -> new Event(json, identity(type, data, "agentId", "timestamp"), null);
      case "typing" -> new Event(json, null, data.get("userId"));
      default -> new Event(json, null, null);
    };
  }

  private static Map<String, String> readTexts(JsonParser parser) {
    var texts = new HashMap<String, String>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_STRING) {
        texts.put(name, parser.getString());
      }
      parser.skipChildren();
    }
    return texts;
  }

  private static @Nullable String identity(
      String type, Map<String, String> data, String... members) {
    var identity = new StringBuilder(type);
    for (String member : members) {
      String text = data.get(member);
      if (text == null) {
        return null;
      }
      identity.append('\n').append(text);
    }
    // Only what can be remembered for little is.
    return identity.length() > LONGEST_IDENTITY ? null : identity.toString();
  }
}

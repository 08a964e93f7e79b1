package dev.carillon.server.apps.eclipse;

import dev.carillon.channels.Dialect;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Eclipse's JSON. Rooms are told what came from the broker, as bytes. Immutable, safe for any thread.
final class EclipseDialect implements Dialect<ClientMessage, ServerMessage, byte[]> {

  @Override
  public ClientMessage decode(JsonParser message) throws BadJson {
    JsonToken first = message.currentToken();
    if (first == JsonToken.VALUE_NULL) {
      throw new BadJson("null");
    }
    if (first != JsonToken.START_OBJECT) {
      message.skipChildren();
      return new ClientMessage.Unknown();
    }
    return readObject(message);
  }

  /// Reads the members that matter; of several with one name the last counts, as in JavaScript.
  private static ClientMessage readObject(JsonParser message) {
    String type = "";
    String content = "";
    String role = "";
    Boolean isTyping = null;
    while (message.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = message.currentName();
      JsonToken value = message.nextToken();
      switch (name) {
        case "type" -> type = text(message, value);
        case "content" -> content = text(message, value);
        case "role" -> role = text(message, value);
        case "isTyping" -> isTyping = flag(value);
        default -> {}
      }
      message.skipChildren();
    }
    return switch (type) {
      case "message" -> new ClientMessage.Say(content, role);
      case "typing" -> new ClientMessage.Typing(isTyping);
      case "agent_joined" -> new ClientMessage.AgentJoined();
      case "ping" -> new ClientMessage.Ping();
      default -> new ClientMessage.Unknown();
    };
  }

  private static String text(JsonParser message, JsonToken value) {
    return value == JsonToken.VALUE_STRING ? message.getString() : "";
  }

  private static @Nullable Boolean flag(JsonToken value) {
    return switch (value) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  @Override
  public byte[] encode(ServerMessage reply) {
    return StrictJson.write(json -> {
      json.writeStartObject();
      switch (reply) {
        case ServerMessage.Connected connected -> write(connected, json);
        case ServerMessage.Pong _ -> json.writeStringProperty("type", "pong");
        case ServerMessage.Failure failure -> write(failure, json);
      }
      json.writeEndObject();
    });
  }

  private static void write(ServerMessage.Connected connected, JsonGenerator json) {
    json.writeStringProperty("type", "connected");
    json.writeStringProperty("chatId", connected.chatId());
    json.writeStringProperty("timestamp", connected.timestamp());
  }

  private static void write(ServerMessage.Failure failure, JsonGenerator json) {
    json.writeStringProperty("type", "error");
    json.writeStringProperty("error", failure.error());
    if (failure.message() != null) {
      json.writeStringProperty("message", failure.message());
    }
  }

  @Override
  public byte[] encodeForBroadcast(byte[] event) {
    return event;
  }
}

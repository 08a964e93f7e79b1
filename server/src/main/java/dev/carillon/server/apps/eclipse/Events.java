package dev.carillon.server.apps.eclipse;

import dev.carillon.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// What the gateway itself publishes to chats, as JSON.
final class Events {
  private Events() {}

  /// Returns a message that the web app has saved.
  static byte[] message(Answers.SavedMessage saved, Instant now) {
    return event(
        "message",
        now,
        json -> {
          json.writeStringProperty("id", saved.id());
          json.writeStringProperty("content", saved.content());
          json.writeStringProperty("role", saved.role().toLowerCase(Locale.ROOT));
          json.writeStringProperty("timestamp", Moments.iso(saved.createdAt(), now));
          json.writeName("sender");
          json.writeRawValue(new String(saved.sender(), StandardCharsets.UTF_8));
        });
  }

  static byte[] typing(String userId, boolean isTyping, Instant now) {
    return event(
        "typing",
        now,
        json -> {
          json.writeStringProperty("userId", userId);
          json.writeBooleanProperty("isTyping", isTyping);
        });
  }

  static byte[] agentJoined(String agentId, String agentName, Instant now) {
    return event(
        "agent_joined",
        now,
        json -> {
          json.writeStringProperty("agentId", agentId);
          json.writeStringProperty("agentName", agentName);
          json.writeStringProperty("timestamp", Moments.iso(now));
        });
  }

  private static byte[] event(String type, Instant now, Consumer<JsonGenerator> data) {
    return StrictJson.write(json -> {
      json.writeStartObject();
      json.writeStringProperty("type", type);
      json.writeName("data");
      json.writeStartObject();
      data.accept(json);
      json.writeEndObject();
      json.writeStringProperty("timestamp", Moments.iso(now));
      json.writeEndObject();
    });
  }
}

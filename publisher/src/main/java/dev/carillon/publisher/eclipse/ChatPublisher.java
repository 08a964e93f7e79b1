package dev.carillon.publisher.eclipse;

import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.Moments;
import dev.carillon.publisher.Publisher;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/// Publishes events of chats, each on `chat:{id}`. Safe for any thread.
public final class ChatPublisher {
  private final Publisher publisher;
  private final Clock clock;

  /// @param clock tells when something is published
  public ChatPublisher(Publisher publisher, Clock clock) {
    this.publisher = publisher;
    this.clock = clock;
  }

  /// Somebody wrote something.
  public CompletionStage<Void> message(String chatId, ChatMessage message) {
    var data = head(message).put("sender", message.sender().json());
    return publish(chatId, "message", data);
  }

  /// A message has another content now.
  public CompletionStage<Void> messageUpdated(
      String chatId, ChatMessage message, Instant updatedAt) {
    var data =
        head(message)
            .put("updatedAt", Moments.millis(updatedAt))
            .put("sender", message.sender().json());
    return publish(chatId, "message_updated", data);
  }

  private static JsonObject head(ChatMessage message) {
    return new JsonObject()
        .put("id", message.id())
        .put("content", message.content())
        .put("role", message.role().written())
        .put("timestamp", Moments.millis(message.created()));
  }

  /// Somebody of the support has taken the chat.
  public CompletionStage<Void> agentJoined(String chatId, String agentId, String agentName) {
    var data =
        new JsonObject()
            .put("agentId", agentId)
            .put("agentName", agentName)
            .put("timestamp", Moments.millis(clock.instant()));
    return publish(chatId, "agent_joined", data);
  }

  /// Somebody has begun or ceased to write.
  public CompletionStage<Void> typing(String chatId, String userId, boolean isTyping) {
    return publish(
        chatId, "typing", new JsonObject().put("userId", userId).put("isTyping", isTyping));
  }

  private CompletionStage<Void> publish(String chatId, String type, JsonObject data) {
    if (chatId.isEmpty()) {
      throw new IllegalArgumentException("a chat has an id");
    }
    var event =
        new JsonObject()
            .put("type", type)
            .put("data", data)
            .put("timestamp", Moments.millis(clock.instant()));
    return publisher.publish("chat:" + chatId, event.bytes());
  }
}

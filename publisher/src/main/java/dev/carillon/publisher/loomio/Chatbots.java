package dev.carillon.publisher.loomio;

import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.Publisher;
import java.util.concurrent.CompletionStage;

/// Has bots say something in Matrix rooms: `chatbot/test` and `chatbot/publish`. Safe for any thread.
public final class Chatbots {
  private final Publisher publisher;

  /// Where a bot speaks, and with which access token. Immutable.
  ///
  /// @param id of the bot at Loomio
  /// @param server its base address: `https://matrix.example`
  /// @param channel a room id (`!…`) or an alias (`#…`)
  public record Bot(long id, String server, String accessToken, String channel) {
    /// Says where, and not with which token.
    @Override
    public String toString() {
      return "Bot[" + id + "]";
    }
  }

  /// Speaks over a publisher.
  public Chatbots(Publisher publisher) {
    this.publisher = publisher;
  }

  /// Tries a bot that may not be saved yet, with a text.
  public CompletionStage<Void> test(
      String server, String accessToken, String channel, String message) {
    var test =
        new JsonObject()
            .put("server", server)
            .put("access_token", accessToken)
            .put("channel", channel)
            .put("message", message);
    return publisher.publish("chatbot/test", test.bytes());
  }

  /// Has a bot say something.
  public CompletionStage<Void> publish(Bot bot, String html) {
    var config =
        new JsonObject()
            .put("id", bot.id())
            .put("server", bot.server())
            .put("access_token", bot.accessToken())
            .put("channel", bot.channel());
    var message =
        new JsonObject().put("config", config).put("payload", new JsonObject().put("html", html));
    return publisher.publish("chatbot/publish", message.bytes());
  }
}

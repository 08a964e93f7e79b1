package dev.carillon.server.demo;

import com.sun.net.httpserver.HttpExchange;
import dev.carillon.core.Broker;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Publishes what the page's form sends: the same JSON that a backend posts to the ops port, on
/// Loomio's channels only. Safe for any thread.
final class PublishForm {
  private static final Set<String> CHANNELS = Set.of("/records", "/system_notice");
  private static final int MAX_BYTES = 64 * 1024;
  private static final long TIMEOUT_SECONDS = 10;
  private static final JsonMapper JSON = new JsonMapper();

  private final Broker broker;

  PublishForm(Broker broker) {
    this.broker = broker;
  }

  /// Serves one request; blocks until the broker has the message.
  Answer serve(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      return Answer.error(413, "the body is larger than " + MAX_BYTES + " bytes");
    }
    JsonNode form;
    try {
      form = JSON.readTree(body);
    } catch (JacksonException _) {
      return Answer.error(400, "the body is no JSON");
    }
    String channel = form.path("channel").asString("");
    JsonNode message = form.path("message");
    if (!CHANNELS.contains(channel) || !message.isObject()) {
      return Answer.error(400, "expected channel, one of Loomio's, and message, an object");
    }
    return publish(channel, JSON.writeValueAsBytes(message));
  }

  private Answer publish(String channel, byte[] message) {
    try {
      broker
          .publish(channel, message)
          .toCompletableFuture()
          .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .join();
      return Answer.json(200, Map.of("published", 1));
    } catch (CompletionException _) {
      return Answer.error(503, "the broker is down");
    }
  }
}

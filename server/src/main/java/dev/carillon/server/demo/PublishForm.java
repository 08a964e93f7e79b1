package dev.carillon.server.demo;

import com.sun.net.httpserver.HttpExchange;
import dev.carillon.core.Broker;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.net.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Publishes what the page's form sends: the same JSON that a backend posts to the ops port, on
/// Loomio's channels only. Safe for any thread.
final class PublishForm {
  private static final Set<String> CHANNELS = Set.of("/records", "/system_notice");
  private static final int MAX_BYTES = 64 * 1024;
  private static final long TIMEOUT_SECONDS = 10;
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 64);

  private final Broker broker;

  PublishForm(Broker broker) {
    this.broker = broker;
  }

  /// Serves one request; blocks until the broker has the message.
  Response serve(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES + 1);
    if (body.length > MAX_BYTES) {
      return Response.error(413, "the body is larger than " + MAX_BYTES + " bytes");
    }
    Form form;
    try {
      form = JSON.read(body, parser -> Form.read(parser, body));
    } catch (BadJson _) {
      return Response.error(400, "the body is no JSON");
    }
    if (form.message == null || !CHANNELS.contains(form.channel)) {
      return Response.error(400, "expected channel, one of Loomio's, and message, an object");
    }
    return publish(form.channel, form.message);
  }

  /// What was sent.
  ///
  /// @param channel empty if there is none
  /// @param message `null` if there is none, or no object
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Form(String channel, byte @Nullable [] message) {

    static Form read(JsonParser parser, byte[] body) throws BadJson {
      var form = new Form("", null);
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return form;
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("channel") && value == JsonToken.VALUE_STRING) {
          form = new Form(parser.getString(), form.message);
        } else if (name.equals("message") && value == JsonToken.START_OBJECT) {
          form = new Form(form.channel, StrictJson.bytes(parser, body));
        } else {
          parser.skipChildren();
        }
      }
      return form;
    }
  }

  private Response publish(String channel, byte[] message) {
    try {
      broker
          .publish(channel, message)
          .toCompletableFuture()
          .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .join();
      return Response.json(200, Map.of("published", 1));
    } catch (CompletionException _) {
      return Response.error(503, "the broker is down");
    }
  }
}

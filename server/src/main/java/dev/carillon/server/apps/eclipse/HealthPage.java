package dev.carillon.server.apps.eclipse;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.json.StrictJson;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// The page that monitors and load balancers ask. Safe for any thread.
final class HealthPage {
  private static final int MOST_CHATS = 100;
  private static final int SHOWN_OF_ID = 8;
  private static final long MIB = 1024 * 1024;
  private static final byte[] NOT_FOUND =
      "{\"error\":\"Not found\"}".getBytes(StandardCharsets.US_ASCII);

  /// `Access-Control-Allow-Origin` is the endpoint's part.
  private static final Headers CORS =
      Headers.of(
          "Access-Control-Allow-Methods", "GET, OPTIONS",
          "Access-Control-Allow-Headers", "Content-Type");

  private static final Headers JSON = Headers.of("Content-Type", "application/json").and(CORS);

  private final Broker broker;
  private final Clock clock;
  private final OpenChats chats;
  private final boolean detailed;
  private final long startMillis;

  HealthPage(Broker broker, Clock clock, OpenChats chats, boolean detailed) {
    this.broker = broker;
    this.clock = clock;
    this.chats = chats;
    this.detailed = detailed;
    this.startMillis = clock.millis();
  }

  void answer(HttpExchange exchange, int connections) {
    boolean isRead = exchange.method().equals("GET") || exchange.method().equals("HEAD");
    boolean isHere = exchange.path().equals("/") || exchange.path().equals("/health");
    if (isRead && isHere) {
      exchange.respond(200, JSON, page(connections), true);
    } else {
      exchange.respond(404, JSON, NOT_FOUND, false);
    }
  }

  static void answerPreflight(HttpExchange exchange) {
    exchange.respond(200, CORS, new byte[0], false);
  }

  private byte[] page(int connections) {
    boolean isHealthy = broker.state() == Broker.State.READY;
    return StrictJson.write(json -> {
      json.writeStartObject();
      json.writeStringProperty("status", isHealthy ? "healthy" : "degraded");
      json.writeNumberProperty("uptime", (clock.millis() - startMillis) / 1000.0);
      json.writeName("connections");
      json.writeStartObject();
      json.writeNumberProperty("total", connections);
      writeChats(json);
      json.writeEndObject();
      if (detailed) {
        writeMemory(json);
      }
      json.writeStringProperty("timestamp", Moments.iso(clock.now()));
      json.writeEndObject();
    });
  }

  private void writeChats(JsonGenerator json) {
    json.writeName("byChat");
    json.writeStartArray();
    if (detailed) {
      chats.counts().entrySet().stream().limit(MOST_CHATS).forEach(chat -> write(chat, json));
    }
    json.writeEndArray();
  }

  private static void write(Map.Entry<String, Integer> chat, JsonGenerator json) {
    String id = chat.getKey();
    json.writeStartObject();
    json.writeStringProperty("chatId", id.substring(0, Math.min(SHOWN_OF_ID, id.length())) + "...");
    json.writeNumberProperty("count", chat.getValue());
    json.writeEndObject();
  }

  private static void writeMemory(JsonGenerator json) {
    Runtime runtime = Runtime.getRuntime();
    long total = runtime.totalMemory();
    long used = total - runtime.freeMemory();
    json.writeName("memory");
    json.writeStartObject();
    json.writeNumberProperty("used", used / MIB);
    json.writeNumberProperty("total", total / MIB);
    json.writeNumberProperty("percentage", 100 * used / total);
    json.writeEndObject();
  }
}

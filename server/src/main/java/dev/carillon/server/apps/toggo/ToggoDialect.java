package dev.carillon.server.apps.toggo;

import dev.carillon.channels.Dialect;
import dev.carillon.json.BadJson;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The JSON between Toggo's clients and the gateway. Immutable.
final class ToggoDialect implements Dialect<ClientMessage, ServerMessage, ServerMessage.Events> {
  /// RFC 3339 as Go writes it: in UTC, with a fraction that does not end with zeros.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  /// `null` counts as a member that is missing, for Go reads it so.
  @Override
  public ClientMessage decode(JsonParser message) throws BadJson {
    if (message.currentToken() == JsonToken.VALUE_NULL) {
      return new ClientMessage.Other();
    }
    if (message.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object");
    }
    String type = "";
    String trip = "";
    while (message.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = message.currentName();
      message.nextToken();
      switch (name) {
        case "type" -> type = text(message);
        case "trip_id" -> trip = text(message);
        default -> message.skipChildren();
      }
    }
    return switch (type) {
      case "ping" -> new ClientMessage.Ping();
      case "subscribe" ->
          trip.isEmpty() ? new ClientMessage.Other() : new ClientMessage.Subscribe(trip);
      case "unsubscribe" ->
          trip.isEmpty() ? new ClientMessage.Other() : new ClientMessage.Unsubscribe(trip);
      default -> new ClientMessage.Other();
    };
  }

  private static String text(JsonParser message) throws BadJson {
    return switch (message.currentToken()) {
      case VALUE_STRING -> message.getString();
      case VALUE_NULL -> "";
      case null, default -> throw new BadJson("field");
    };
  }

  @Override
  public byte[] encode(ServerMessage message) {
    return switch (message) {
      case ServerMessage.Pong(Instant at) ->
          ascii("{\"type\":\"pong\",\"timestamp\":\"" + time(at) + "\"}");
      case ServerMessage.Refusal(String error, Instant at) ->
          ascii(
              "{\"type\":\"error\",\"error\":\""
                  + error
                  + "\",\"timestamp\":\""
                  + time(at)
                  + "\"}");
      case ServerMessage.Events events -> encodeForBroadcast(events);
    };
  }

  @Override
  public byte[] encodeForBroadcast(ServerMessage.Events message) {
    int length = message.events().stream().mapToInt(event -> event.json().length + 1).sum();
    var out = new ByteArrayOutputStream(length + 96);
    out.writeBytes(ascii("{\"type\":\"events\",\"events\":"));
    char between = '[';
    for (TripEvent event : message.events()) {
      out.write(between);
      out.writeBytes(event.json());
      between = ',';
    }
    out.writeBytes(ascii("],\"timestamp\":\"" + time(message.at()) + "\"}"));
    return out.toByteArray();
  }

  private static String time(Instant at) {
    return TIME.format(at.truncatedTo(ChronoUnit.MICROS));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

package dev.carillon.server.apps.toggo;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads what services publish on the channel of a trip. Immutable, safe for any thread.
///
/// Eight members count, of repeated ones the last, as in the original; all others are dropped. Each
/// value is cut out as it was sent, so that big numbers, escapes and the order of keys inside of `data`
/// survive.
final class TripEventReader {
  /// What the channel of each trip begins with; the rest is the trip's id.
  static final String PREFIX = "trip:";

  private static final byte[] EMPTY = ascii("\"\"");
  private static final byte[] NULL = ascii("null");
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");
  private static final byte[] NEVER_JSON = ascii("\"0001-01-01T00:00:00Z\"");

  private final StrictJson json;
  private final TripMismatch mismatch;

  /// @param maxBytes the longest message
  /// @param maxDepth how deep it may nest
  TripEventReader(int maxBytes, int maxDepth, TripMismatch mismatch) {
    this.json = new StrictJson(maxBytes, maxDepth);
    this.mismatch = mismatch;
  }

  static TripEventReader of(ToggoSettings.Intake settings) {
    return new TripEventReader(settings.maxBytes(), settings.maxDepth(), settings.mismatch());
  }

  /// A text, and how it was sent.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Text(String value, byte[] raw) {
    static final Text NONE = new Text("", EMPTY);
  }

  /// What was found so far. Confined to one call.
  private static final class Found {
    private Text id = Text.NONE;
    private Text topic = Text.NONE;
    private Text trip = Text.NONE;
    private Text entity = Text.NONE;
    private Text actor = Text.NONE;
    private Text actorName = Text.NONE;
    private byte[] data = NULL;
    private @Nullable Text timestamp;
  }

  /// Reads an event.
  ///
  /// @param channel where it was published
  /// @throws BadJson if it is none; the reason is one of those in `docs/apps/toggo.md`
  TripEvent read(String channel, byte[] message) throws BadJson {
    Found found = json.read(message, parser -> members(parser, message));
    if (found.topic.value.isEmpty()) {
      throw new BadJson("no-topic");
    }
    Text trip = trip(channel, found.trip);
    Text timestamp = found.timestamp;
    return new TripEvent(
        found.id.value,
        found.topic.value,
        trip.value,
        found.entity.value,
        found.actor.value,
        timestamp == null ? NEVER : instant(timestamp.value),
        written(found, trip, timestamp == null ? NEVER_JSON : timestamp.raw, message.length));
  }

  private static Found members(JsonParser parser, byte[] message) throws BadJson {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object");
    }
    var found = new Found();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "id" -> found.id = text(parser, message);
        case "topic" -> found.topic = text(parser, message);
        case "trip_id" -> found.trip = text(parser, message);
        case "entity_id" -> found.entity = text(parser, message);
        case "actor_id" -> found.actor = text(parser, message);
        case "actor_name" -> found.actorName = text(parser, message);
        case "data" -> found.data = StrictJson.bytes(parser, message);
        case "timestamp" ->
            found.timestamp =
                parser.currentToken() == JsonToken.VALUE_NULL ? null : text(parser, message);
        default -> parser.skipChildren();
      }
    }
    return found;
  }

  private static Text text(JsonParser parser, byte[] message) throws BadJson {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return Text.NONE;
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new BadJson("field");
    }
    String value = parser.getString();
    return new Text(value, StrictJson.bytes(parser, message));
  }

  private Text trip(String channel, Text named) throws BadJson {
    String here = channel.startsWith(PREFIX) ? channel.substring(PREFIX.length()) : "";
    if (here.isEmpty() || here.equals(named.value)) {
      if (named.value.isEmpty()) {
        throw new BadJson("no-trip");
      }
      return named;
    }
    if (!named.value.isEmpty()) {
      if (mismatch == TripMismatch.PAYLOAD) {
        return named;
      }
      if (mismatch == TripMismatch.REFUSE) {
        throw new BadJson("trip-mismatch");
      }
    }
    return new Text(here, StrictJson.write(to -> to.writeString(here)));
  }

  private static Instant instant(String timestamp) throws BadJson {
    try {
      return Instant.parse(timestamp);
    } catch (DateTimeParseException _) {
      throw new BadJson("timestamp"); // the exception quotes the text
    }
  }

  private static byte[] written(Found found, Text trip, byte[] timestamp, int about) {
    var out = new ByteArrayOutputStream(about + 128);
    put(out, "{\"id\":", found.id.raw);
    put(out, ",\"topic\":", found.topic.raw);
    put(out, ",\"trip_id\":", trip.raw);
    putUnlessEmpty(out, ",\"entity_id\":", found.entity);
    putUnlessEmpty(out, ",\"actor_id\":", found.actor);
    putUnlessEmpty(out, ",\"actor_name\":", found.actorName);
    put(out, ",\"data\":", found.data);
    put(out, ",\"timestamp\":", timestamp);
    out.write('}');
    return out.toByteArray();
  }

  private static void putUnlessEmpty(ByteArrayOutputStream out, String name, Text text) {
    if (!text.value.isEmpty()) {
      put(out, name, text.raw);
    }
  }

  private static void put(ByteArrayOutputStream out, String name, byte[] value) {
    out.writeBytes(ascii(name));
    out.writeBytes(value);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

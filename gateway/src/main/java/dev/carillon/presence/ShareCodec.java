package dev.carillon.presence;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// [ShareMessage]s in JSON, one array each, readable on `redis-cli`:
///
/// ```
/// [1,"steps",NODE,ORIGIN,AFTER,[[ROOM,USER,ID,SINCE,STATE],[ROOM,USER,ID,"lost"],…]]
/// [1,"part",NODE,ORIGIN,NUMBER,PART,PARTS,[[ROOM,USER,ID,SINCE,STATE],…]]
/// [1,"beat",NODE,ORIGIN,NUMBER]
/// [1,"ask",NODE,OF]                     without OF: everybody
/// ```
///
/// Whoever may publish at the broker can send such bytes, so what comes is checked like what comes
/// from a client. Immutable.
final class ShareCodec {
  private static final int VERSION = 1;

  /// Characters of entries after which a message is full; the last one may be longer.
  static final int FULL = 128 * 1024;

  private static final int MAX_BYTES = 4 * 1024 * 1024;
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 4);

  private ShareCodec() {}

  static byte[] encode(ShareMessage message) {
    return StrictJson.write(json -> {
      json.writeStartArray().writeNumber(VERSION);
      switch (message) {
        case ShareMessage.Steps steps -> {
          json.writeString("steps").writeString(steps.node()).writeString(steps.origin());
          json.writeNumber(steps.after()).writeStartArray();
          steps.steps().forEach(step -> write(json, step));
          json.writeEndArray();
        }
        case ShareMessage.Part part -> {
          json.writeString("part").writeString(part.node()).writeString(part.origin());
          json.writeNumber(part.number()).writeNumber(part.part()).writeNumber(part.parts());
          json.writeStartArray();
          part.entries()
              .forEach(entry -> {
                open(json, entry.room(), entry.user(), entry.device().id());
                close(json, entry.device());
              });
          json.writeEndArray();
        }
        case ShareMessage.Beat beat -> {
          json.writeString("beat").writeString(beat.node()).writeString(beat.origin());
          json.writeNumber(beat.number());
        }
        case ShareMessage.Ask ask -> {
          json.writeString("ask").writeString(ask.node());
          if (ask.of() != null) {
            json.writeString(ask.of());
          }
        }
      }
      json.writeEndArray();
    });
  }

  private static void write(JsonGenerator json, ShareMessage.Step step) {
    open(json, step.room(), step.user(), step.id());
    if (step.device() == null) {
      json.writeString(step.how() == Farewell.LOST ? "lost" : "left").writeEndArray();
    } else {
      close(json, step.device());
    }
  }

  private static void open(JsonGenerator json, String room, String user, String id) {
    json.writeStartArray().writeString(room).writeString(user).writeString(id);
  }

  private static void close(JsonGenerator json, Device device) {
    json.writeNumber(device.since().toEpochMilli()).writeString(device.state()).writeEndArray();
  }

  /// @throws BadJson if the bytes are no such message
  static ShareMessage decode(byte[] bytes) throws BadJson {
    return JSON.read(bytes, ShareCodec::read);
  }

  private static ShareMessage read(JsonParser json) throws BadJson {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    if (number(json) != VERSION) {
      throw new BadJson("another-version");
    }
    String kind = text(json);
    String node = text(json);
    ShareMessage message =
        switch (kind) {
          case "steps" -> {
            String origin = text(json);
            yield new ShareMessage.Steps(node, origin, number(json), steps(json, origin));
          }
          case "part" -> part(json, node);
          case "beat" -> new ShareMessage.Beat(node, text(json), number(json));
          case "ask" -> {
            if (json.nextToken() == JsonToken.END_ARRAY) {
              yield new ShareMessage.Ask(node, null);
            }
            expect(json.currentToken(), JsonToken.VALUE_STRING);
            yield new ShareMessage.Ask(node, json.getString());
          }
          default -> throw new BadJson("unknown-kind");
        };
    if (json.currentToken() != JsonToken.END_ARRAY || !json.streamReadContext().inRoot()) {
      expect(json.nextToken(), JsonToken.END_ARRAY);
    }
    return message;
  }

  private static ShareMessage part(JsonParser json, String node) throws BadJson {
    String origin = text(json);
    long number = number(json);
    long part = number(json);
    long parts = number(json);
    if (part < 0 || part >= parts || parts > Integer.MAX_VALUE) {
      throw new BadJson("illegal-part");
    }
    var entries = new ArrayList<Entry>();
    for (ShareMessage.Step step : steps(json, origin)) {
      Device device = step.device();
      if (device == null) {
        throw new BadJson("illegal-part");
      }
      entries.add(new Entry(step.room(), step.user(), device));
    }
    return new ShareMessage.Part(node, origin, number, (int) part, (int) parts, entries);
  }

  private static List<ShareMessage.Step> steps(JsonParser json, String origin) throws BadJson {
    expect(json.nextToken(), JsonToken.START_ARRAY);
    var steps = new ArrayList<ShareMessage.Step>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.START_ARRAY);
      String room = text(json);
      String user = text(json);
      String id = text(json);
      @Nullable Device device = null;
      Farewell how = Farewell.LOST;
      if (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
        Instant since = Instant.ofEpochMilli(value(json));
        device = new Device(id, origin, since, text(json));
      } else {
        expect(json.currentToken(), JsonToken.VALUE_STRING);
        how = json.getString().equals("left") ? Farewell.LEFT : Farewell.LOST;
      }
      expect(json.nextToken(), JsonToken.END_ARRAY);
      steps.add(new ShareMessage.Step(room, user, id, device, how));
    }
    return steps;
  }

  private static String text(JsonParser json) throws BadJson {
    expect(json.nextToken(), JsonToken.VALUE_STRING);
    return json.getString();
  }

  private static long number(JsonParser json) throws BadJson {
    expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
    return value(json);
  }

  private static long value(JsonParser json) throws BadJson {
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new BadJson("illegal-number");
    }
    return json.getLongValue();
  }

  private static void expect(@Nullable JsonToken token, JsonToken wanted) throws BadJson {
    if (token != wanted) {
      throw new BadJson("not-as-agreed");
    }
  }
}

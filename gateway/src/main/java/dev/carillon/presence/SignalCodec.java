package dev.carillon.presence;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Signals as nodes tell each other of them, readable on `redis-cli`:
///
/// ```
/// [1,NODE,ORIGIN,[[ROOM,USER,SENDER,KIND,DATA],[ROOM,USER,SENDER,KIND],…]]
/// ```
///
/// One with data is there, one without has ended. What comes is checked like what comes from a
/// client. Immutable.
final class SignalCodec {
  private static final int VERSION = 1;

  /// Characters after which a message is full; the last signal may be longer.
  static final int FULL = 16 * 1024;

  private static final StrictJson JSON = new StrictJson(512 * 1024, 4);

  /// @param node whose signals these are, by the id that it has now
  /// @param origin the name of the node in its signals
  record Batch(String node, String origin, List<RoomSignals.Change> changes) {}

  private SignalCodec() {}

  static byte[] encode(Batch batch) {
    return StrictJson.write(json -> {
      json.writeStartArray().writeNumber(VERSION).writeString(batch.node);
      json.writeString(batch.origin).writeStartArray();
      for (RoomSignals.Change change : batch.changes) {
        Signal signal = change.signal();
        json.writeStartArray().writeString(signal.room()).writeString(signal.user());
        json.writeString(signal.sender()).writeString(signal.kind());
        if (change.active()) {
          json.writeString(signal.data());
        }
        json.writeEndArray();
      }
      json.writeEndArray().writeEndArray();
    });
  }

  /// @throws BadJson if the bytes are no such message
  static Batch decode(byte[] bytes) throws BadJson {
    return JSON.read(bytes, SignalCodec::read);
  }

  private static Batch read(JsonParser json) throws BadJson {
    expect(json.currentToken(), JsonToken.START_ARRAY);
    expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
    if (!json.getString().equals(String.valueOf(VERSION))) {
      throw new BadJson("another-version");
    }
    String node = text(json);
    String origin = text(json);
    expect(json.nextToken(), JsonToken.START_ARRAY);
    var changes = new ArrayList<RoomSignals.Change>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.START_ARRAY);
      String room = text(json);
      String user = text(json);
      String sender = text(json);
      String kind = text(json);
      boolean active = json.nextToken() != JsonToken.END_ARRAY;
      String data = "";
      if (active) {
        expect(json.currentToken(), JsonToken.VALUE_STRING);
        data = json.getString();
        expect(json.nextToken(), JsonToken.END_ARRAY);
      }
      changes.add(
          new RoomSignals.Change(new Signal(room, user, sender, origin, kind, data), active));
    }
    expect(json.nextToken(), JsonToken.END_ARRAY);
    return new Batch(node, origin, changes);
  }

  private static String text(JsonParser json) throws BadJson {
    expect(json.nextToken(), JsonToken.VALUE_STRING);
    return json.getString();
  }

  private static void expect(@Nullable JsonToken token, JsonToken wanted) throws BadJson {
    if (token != wanted) {
      throw new BadJson("not-as-agreed");
    }
  }
}

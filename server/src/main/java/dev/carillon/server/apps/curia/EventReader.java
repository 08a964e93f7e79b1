package dev.carillon.server.apps.curia;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads what is published: `{"room":…,"eventName":…,"payload":…}`. Immutable, safe for any thread.
///
/// The payload is looked at and never written anew: unknown members, the order of keys, big numbers and escapes
/// reach clients as the backend wrote them. Of several members with one name the last one counts, as every
/// JavaScript engine would read it.
final class EventReader {
  private static final int MAX_DEPTH = 128;
  private static final int LONGEST_NAME = 200;

  private final StrictJson json;

  EventReader(int maxBytes) {
    this.json = new StrictJson(maxBytes, MAX_DEPTH);
  }

  /// Reads an event.
  ///
  /// @throws BadJson if it is none; `no-room`, `no-name` or `no-payload` if that is missing
  ForumEvent read(byte[] message) throws BadJson {
    var envelope = new Envelope();
    json.<Boolean>read(
        message,
        parser -> {
          StrictJson.members(parser, (name, value) -> envelope.add(name, value, message));
          return true;
        });
    byte[] payload = envelope.payload;
    if (envelope.room.isEmpty()) {
      throw new BadJson("no-room");
    }
    if (envelope.name.isEmpty() || envelope.name.length() > LONGEST_NAME) {
      throw new BadJson("no-name");
    }
    if (payload == null) {
      throw new BadJson("no-payload");
    }
    var members = new Payload(payload);
    members.addBoard(RoomNames.boardOf(envelope.room));
    boolean isObject = json.read(payload, members::read);
    return new ForumEvent(
        envelope.room,
        envelope.name,
        payload,
        isObject,
        members.community,
        Set.copyOf(members.boards()),
        members.roles,
        members.post,
        members.voter,
        members.shortId,
        members.pluginId);
  }

  private static String text(JsonParser value) {
    return value.currentToken() == JsonToken.VALUE_STRING ? value.getString() : "";
  }

  private static final class Envelope {
    private String room = "";
    private String name = "";
    private byte @Nullable [] payload;

    void add(String member, JsonParser value, byte[] message) {
      switch (member) {
        case "room" -> room = text(value);
        case "eventName" -> name = text(value);
        case "payload" -> payload = StrictJson.bytes(value, message);
        default -> {}
      }
    }
  }

  /// What was read of a payload so far. Confined to one reading.
  private static final class Payload {
    private final byte[] json;
    private final Set<Long> boards = new HashSet<>(2);
    private @Nullable String community;
    private @Nullable Set<String> roles;
    private @Nullable String post;
    private @Nullable String voter;
    private byte @Nullable [] shortId;
    private byte @Nullable [] pluginId;

    Payload(byte[] json) {
      this.json = json;
    }

    boolean read(JsonParser parser) throws BadJson {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return false;
      }
      StrictJson.members(parser, this::add);
      return true;
    }

    void addBoard(long id) {
      if (id != BoardId.NONE) {
        boards.add(id);
      }
    }

    Set<Long> boards() {
      return boards;
    }

    private void add(String member, JsonParser value) throws BadJson {
      switch (member) {
        case "communityId" -> {
          String id =
              value.currentToken() == JsonToken.VALUE_NUMBER_INT ? value.getString() : text(value);
          // What would lead into another room names no community.
          community = id.isEmpty() || id.contains(":") ? null : id;
        }
        case "board_id", "boardId", "sourceBoardId" -> addBoard(BoardId.of(value));
        case "board" -> ifObject(value, this::addToBoard);
        case "comment" -> ifObject(value, this::addToPart);
        case "post" -> ifObject(value, this::addToPost);
        case "postId", "post_id" -> post = id(value);
        case "userIdVoted" -> voter = id(value);
        case "communityShortId" -> shortId = raw(value);
        case "pluginId" -> pluginId = raw(value);
        default -> {}
      }
    }

    private void addToPart(String member, JsonParser value) {
      switch (member) {
        case "board_id", "boardId" -> addBoard(BoardId.of(value));
        case "post_id", "postId" -> post = id(value);
        default -> {}
      }
    }

    private void addToPost(String member, JsonParser value) {
      if (member.equals("id")) {
        post = id(value);
      } else {
        addToPart(member, value);
      }
    }

    private static @Nullable String id(JsonParser value) {
      return switch (value.currentToken()) {
        case VALUE_NUMBER_INT, VALUE_STRING -> value.getString();
        default -> null;
      };
    }

    private void addToBoard(String member, JsonParser value) throws BadJson {
      switch (member) {
        case "id" -> addBoard(BoardId.of(value));
        case "allowedRoles" -> readRoles(value);
        case "settings", "permissions" -> ifObject(value, this::addToSettings);
        default -> {}
      }
    }

    private void addToSettings(String member, JsonParser value) throws BadJson {
      switch (member) {
        case "permissions" -> ifObject(value, this::addToSettings);
        case "allowedRoles" -> readRoles(value);
        default -> {}
      }
    }

    private void readRoles(JsonParser value) throws BadJson {
      if (value.currentToken() != JsonToken.START_ARRAY) {
        return;
      }
      var read = new HashSet<String>();
      StrictJson.elements(value, (none, role) -> read.add(text(role)));
      roles = read.isEmpty() ? null : read;
    }

    /// Raw bytes of a scalar; a structure has no business there.
    private byte @Nullable [] raw(JsonParser value) {
      return value.currentToken().isScalarValue() ? StrictJson.bytes(value, json) : null;
    }

    private static void ifObject(JsonParser value, StrictJson.Part part) throws BadJson {
      if (value.currentToken() == JsonToken.START_OBJECT) {
        StrictJson.members(value, part);
      }
    }
  }
}

package dev.carillon.server.apps.loomio;

import dev.carillon.core.Principal;
import dev.carillon.json.BadJson;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The user whom the backend describes at `/current_users/{token}`, and the rooms of that user.
/// Immutable.
///
/// A logged-out visitor has an `id` of `null` and no groups, and so no room at all: a room
/// `user-null` would be shared by all of them.
///
/// @param principal who it is; `null` for a visitor
/// @param rooms `user-<id>` and one `group-<id>` per group
record CurrentUser(@Nullable Principal principal, Set<String> rooms) {
  /// Somebody whom the backend does not know.
  static final CurrentUser ANONYMOUS = new CurrentUser(null, Set.of());

  private static final int LONGEST = 1024 * 1024;
  private static final int LONGEST_ID = 128;
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,38}");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Reads the value of the key.
  ///
  /// @throws BadJson if it is not a JSON object, or its `group_ids` are there and no array
  static CurrentUser parse(String value) throws BadJson {
    if (value.length() > LONGEST) {
      throw new BadJson("too-big");
    }
    JsonNode user;
    try {
      user = JSON.readTree(value);
    } catch (JacksonException e) {
      throw new BadJson("malformed"); // the exception's text quotes the value
    }
    if (!user.isObject()) {
      throw new BadJson("not-an-object");
    }
    JsonNode groups = user.path("group_ids");
    if (!groups.isArray() && !groups.isMissingNode() && !groups.isNull()) {
      throw new BadJson("group-ids");
    }
    Set<String> rooms = new HashSet<>();
    JsonNode id = user.path("id");
    add(rooms, "user-", id);
    Principal principal = isId(id) ? principal(id.asString(), user.path("name")) : null;
    for (JsonNode group : groups) {
      add(rooms, "group-", group);
    }
    return new CurrentUser(principal, Set.copyOf(rooms));
  }

  /// Tells whether a room is one that this record decides about.
  static boolean governs(String room) {
    return room.startsWith("user-") || room.startsWith("group-");
  }

  private static Principal principal(String id, JsonNode name) {
    String called = name.isString() ? name.stringValue() : null;
    return new Principal(id, called, Set.of(), Map.of(), null);
  }

  private static void add(Set<String> rooms, String prefix, JsonNode id) {
    if (isId(id)) {
      rooms.add(prefix + id.asString());
    }
  }

  private static boolean isId(JsonNode id) {
    return id.isIntegralNumber()
        ? NUMBER.matcher(id.asString()).matches()
        : id.isString() && !id.stringValue().isEmpty() && id.stringValue().length() <= LONGEST_ID;
  }
}

package dev.carillon.server.apps.loomio;

import dev.carillon.core.Principal;
import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

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

  /// A character takes three bytes of UTF-8 at most; half of a surrogate pair takes two.
  private static final StrictJson JSON = new StrictJson(3 * LONGEST, 32);

  /// Reads the value of the key.
  ///
  /// @throws BadJson if it is not a JSON object, or its `group_ids` are there and no array
  static CurrentUser parse(String value) throws BadJson {
    if (value.length() > LONGEST) {
      throw new BadJson("too-big");
    }
    return JSON.read(
        value.getBytes(StandardCharsets.UTF_8),
        parser -> {
          var members = new Members();
          StrictJson.members(parser, members::add);
          return members.user();
        });
  }

  /// Tells whether a room is one that this record decides about.
  static boolean governs(String room) {
    return room.startsWith("user-") || room.startsWith("group-");
  }

  /// What was read so far; of several members with one name the last one counts. Confined to one reading.
  private static final class Members {
    private @Nullable String id;
    private @Nullable String name;
    private final Set<String> rooms = new HashSet<>();

    void add(String member, JsonParser value) throws BadJson {
      switch (member) {
        case "id" -> id = id(value);
        case "name" ->
            name = value.currentToken() == JsonToken.VALUE_STRING ? value.getString() : null;
        case "group_ids" -> {
          rooms.clear();
          addGroups(value);
        }
        default -> {} // whatever else the backend keeps there
      }
    }

    private void addGroups(JsonParser value) throws BadJson {
      if (value.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      if (value.currentToken() != JsonToken.START_ARRAY) {
        throw new BadJson("group-ids");
      }
      StrictJson.elements(
          value,
          (none, group) -> {
            String groupId = id(group);
            if (groupId != null) {
              rooms.add("group-" + groupId);
            }
          });
    }

    private static @Nullable String id(JsonParser value) {
      return switch (value.currentToken()) {
        case VALUE_NUMBER_INT ->
            NUMBER.matcher(value.getString()).matches() ? value.getString() : null;
        case VALUE_STRING -> {
          String text = value.getString();
          yield text.isEmpty() || text.length() > LONGEST_ID ? null : text;
        }
        default -> null;
      };
    }

    CurrentUser user() {
      if (id == null) {
        return new CurrentUser(null, Set.copyOf(rooms));
      }
      rooms.add("user-" + id);
      return new CurrentUser(new Principal(id, name, Set.of(), Map.of(), null), Set.copyOf(rooms));
    }
  }
}

package dev.carillon.server.apps.curia;

import dev.carillon.json.BadJson;
import dev.carillon.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What others see of one connection, as it travels between nodes. Immutable.
///
/// The members are kept as they go out, in the braceless middle of JSON objects, so that a node that tells
/// thousands of users builds nothing. Those that name a board stand apart, as not everybody may read them.
///
/// @param seen when the user last did something, in milliseconds
/// @param boards the boards that the last two parts name
/// @param identity the members that say who it is, which stand in the user's object as well
/// @param device the members that say what it is
/// @param board the members that say where it is; empty: nowhere
/// @param typing the members that say what it writes; empty: nothing
record DeviceState(
    long seen, Set<Long> boards, String identity, String device, String board, String typing) {
  private static final StrictJson JSON = new StrictJson(256 * 1024, 8);
  private static final int PARTS = 6;

  /// Returns the members of a map without braces; those that are `null` are left out.
  static String members(Map<String, ? extends @Nullable Object> members) {
    var present = new LinkedHashMap<String, Object>();
    members.forEach((name, value) -> {
      if (value != null) {
        present.put(name, value);
      }
    });
    String object = new String(StrictJson.of(present), StandardCharsets.UTF_8);
    return object.substring(1, object.length() - 1);
  }

  /// Returns the text for the state of a device. JSON holds no line ends.
  String encoded() {
    var ids = new StringBuilder();
    boards.forEach(id -> ids.append(ids.isEmpty() ? "" : ",").append(id));
    return String.join("\n", Long.toString(seen), ids, identity, device, board, typing);
  }

  /// Reads such a text.
  ///
  /// @throws BadJson if it is none: nothing that is not JSON goes to clients
  static DeviceState decode(String text) throws BadJson {
    String[] parts = text.split("\n", -1);
    if (parts.length != PARTS) {
      throw new BadJson("malformed");
    }
    var boards = new HashSet<Long>();
    long seen;
    try {
      seen = Long.parseLong(parts[0]);
      for (String id : parts[1].isEmpty() ? new String[0] : parts[1].split(",", -1)) {
        boards.add(Long.parseLong(id));
      }
    } catch (NumberFormatException _) {
      throw new BadJson("malformed");
    }
    var state = new DeviceState(seen, boards, parts[2], parts[3], parts[4], parts[5]);
    JSON.<Boolean>read(
        state.json(any -> true).getBytes(StandardCharsets.UTF_8),
        parser -> {
          StrictJson.members(parser, (name, value) -> {});
          return true;
        });
    return state;
  }

  Instant lastSeen() {
    return Instant.ofEpochMilli(seen);
  }

  /// Returns the object for clients.
  ///
  /// @param visible whether who gets it may see a board
  String json(Predicate<Long> visible) {
    var json = new StringBuilder("{").append(identity);
    append(json, device);
    append(json, "\"lastSeen\":\"" + lastSeen() + "\"");
    if (boards.stream().allMatch(visible)) {
      append(json, board);
      append(json, typing);
    }
    return json.append('}').toString();
  }

  private static void append(StringBuilder json, String members) {
    if (!members.isEmpty()) {
      json.append(',').append(members);
    }
  }
}

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
import java.util.stream.Collectors;
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
/// @param current the board that it looks at, or [BoardId#NONE]
/// @param joined all boards that it has joined, which no client is told
record DeviceState(
    long seen,
    Set<Long> boards,
    String identity,
    String device,
    String board,
    String typing,
    long current,
    Set<Long> joined) {
  private static final StrictJson JSON = new StrictJson(256 * 1024, 8);
  private static final int PARTS = 8;

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
    return String.join(
        "\n",
        Long.toString(seen),
        text(boards),
        identity,
        device,
        board,
        typing,
        Long.toString(current),
        text(joined));
  }

  private static String text(Set<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Set<Long> ids(String text) {
    var ids = new HashSet<Long>();
    for (String id : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      ids.add(Long.parseLong(id));
    }
    return ids;
  }

  /// Reads such a text.
  ///
  /// @throws BadJson if it is none: nothing that is not JSON goes to clients
  static DeviceState decode(String text) throws BadJson {
    String[] parts = text.split("\n", -1);
    if (parts.length != PARTS) {
      throw new BadJson("malformed");
    }
    DeviceState state;
    try {
      state =
          new DeviceState(
              Long.parseLong(parts[0]),
              ids(parts[1]),
              parts[2],
              parts[3],
              parts[4],
              parts[5],
              Long.parseLong(parts[6]),
              ids(parts[7]));
    } catch (NumberFormatException _) {
      throw new BadJson("malformed");
    }
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

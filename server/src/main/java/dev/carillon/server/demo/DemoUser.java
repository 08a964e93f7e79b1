package dev.carillon.server.demo;

import dev.carillon.core.Store;
import dev.carillon.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A sample user, as Loomio's backend would describe one. Immutable.
///
/// @param token what the client of this user connects with; no secret, as the page shows it
record DemoUser(int id, String name, String token, List<Integer> groups) {
  /// Ann and Ben, who share one of their groups.
  static final List<DemoUser> ALL =
      List.of(
          new DemoUser(1, "Ann", "demo-ann", List.of(1, 2)),
          new DemoUser(2, "Ben", "demo-ben", List.of(2)));

  /// Makes the users known to the gateway; blocks for a round trip each.
  ///
  /// @throws dev.carillon.core.StoreException if the store does not answer
  static void seed(Store store) {
    ALL.forEach(user -> store.put("/current_users/" + user.token, user.entry()));
  }

  /// Returns the rooms that the gateway puts this user into.
  List<String> rooms() {
    var rooms = new ArrayList<String>();
    rooms.add("user-" + id);
    groups.forEach(group -> rooms.add("group-" + group));
    return List.copyOf(rooms);
  }

  /// Returns what the page knows of this user.
  Map<String, ?> described() {
    return Map.of("name", name, "token", token, "rooms", rooms());
  }

  private String entry() {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("name", name);
    entry.put("group_ids", groups);
    entry.put("id", id);
    return new String(StrictJson.of(entry), StandardCharsets.UTF_8);
  }
}

package dev.carillon.server.apps.curia;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.core.Clock;
import dev.carillon.server.support.SioClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A node with some boards and communities.
abstract class CuriaFixture {
  static final Duration LONG = Duration.ofDays(1);

  final List<AutoCloseable> open = new ArrayList<>();
  CuriaNode node;

  @SuppressWarnings("NullAway.Init")
  CuriaFixture() {}

  /// Says what carries messages and state.
  abstract GatewayBuilder carriedBy(GatewayBuilder builder);

  /// Forgets what the test before has left in the store.
  void forget() {}

  @BeforeEach
  void start() {
    forget();
    node = start(Map.of("rate-limit", "1000", "grace", "200ms", "vote-window", "0s"));
    boards();
    partners();
  }

  /// Public, gated, for admins, imported, of another community, and one that cannot be read.
  void boards() {
    board(12, Map.of("isPublic", "true", "communityId", "c-9", "name", "General"));
    board(13, Map.of("allowedRoles", "[\"role-a\"]", "communityId", "c-9", "name", "Secret"));
    board(14, Map.of("isPublic", "false", "communityId", "c-9"));
    board(15, Map.of("isPublic", "true", "communityId", "c-2", "importedInto", "[\"c-9\"]"));
    board(16, Map.of("isPublic", "true", "communityId", "c-2"));
    board(17, Map.of("allowedRoles", "[\"role-a", "communityId", "c-9"));
  }

  /// Both hear of each other's events; only the second sees who is online in the first.
  void partners() {
    hash(
        "community:c-9",
        Map.of(
            "name",
            "Nine",
            "partners",
            "[{\"id\":\"c-2\",\"name\":\"Two\",\"notify\":true,\"presence\":true}]"));
    hash(
        "community:c-2",
        Map.of("partners", "[{\"id\":\"c-9\",\"notify\":true,\"presence\":false}]"));
  }

  CuriaNode start(Map<String, String> texts) {
    return start(Clock.system(), texts);
  }

  CuriaNode start(Clock clock, Map<String, String> texts) {
    var started = new CuriaNode(carriedBy(Gateway.builder()), clock, texts);
    open.add(started);
    return started;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  void board(long id, Map<String, String> fields) {
    node.services().store().remove("board_permissions:" + id);
    hash("board_permissions:" + id, fields);
  }

  void hash(String key, Map<String, String> fields) {
    node.services().store().putFields(key, fields, LONG);
  }

  ForumClient enter(String user, String community, boolean admin, String... roles) {
    ForumClient client = ForumClient.enter(node, user, community, admin, roles);
    open.add(client);
    return client;
  }

  ForumClient member(String user, String... roles) {
    return enter(user, "c-9", false, roles);
  }

  /// What comes after everything that was published so far has arrived.
  void drained(ForumClient... clients) {
    for (String community : List.of("c-9", "c-2", "c-3")) {
      node.publish("community:" + community, "last", "{}");
    }
    for (ForumClient client : clients) {
      SioClient.soon().until(() -> !client.all("last").isEmpty());
    }
  }
}

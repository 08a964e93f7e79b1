package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Store;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What backends read in the store of those who are online.
abstract class UserKeysBehaviour extends FeatureBehaviour {

  private Store store() {
    return node.services().store();
  }

  private String socket(ForumClient client) {
    return client
        .all("userOnline")
        .getFirst()
        .at("/userPresence/primaryDevice/socketId")
        .asString();
  }

  private void written(String user, Set<String> boards, @Nullable String current) {
    await()
        .untilAsserted(() -> {
          String list = store().get("user_boards:" + user);
          assertThat(list == null ? "[]" : list).isEqualTo("[" + String.join(",", boards) + "]");
          assertThat(store().get("user_current_board:" + user)).isEqualTo(current);
          for (String board : List.of("12", "13", "15")) {
            assertThat(store().members("board_users:" + board).contains(user))
                .as("%s in board_users:%s", user, board)
                .isEqualTo(boards.contains(board));
          }
        });
  }

  @Test
  void keysOfTheSeedFollowAUser() {
    ForumClient ann = member("ann");
    written("ann", Set.of(), null);
    ann.join(12);
    written("ann", Set.of("12"), "12");
    JsonNode session = new JsonMapper().readTree(store().get("user_session:ann"));
    assertThat(session.get("socketId").asString()).isEqualTo(socket(ann));
    assertThat(session.get("communityId").asString()).isEqualTo("c-9");
    assertThat(session.get("lastSeen").asString()).matches("\\d{4}-.*Z");

    ForumClient bob = member("bob").join(12);
    ann.send("42[\"leaveBoard\",12]");
    written("ann", Set.of(), null);
    written("bob", Set.of("12"), "12");

    bob.close();
    await().until(() -> store().get("user_session:bob") == null);
    written("bob", Set.of(), null);
    assertThat(store().get("user_session:ann")).isNotNull();
  }

  @Test
  void keysOfAllDevicesAreOfOneUser() {
    ForumClient phone = member("ann").join(12);
    ForumClient desk = member("ann").join(15);
    await().untilAsserted(() -> assertThat(store().get("user_boards:ann")).isEqualTo("[12,15]"));
    assertThat(store().get("user_current_board:ann")).isEqualTo("15");

    desk.close();
    written("ann", Set.of("12"), "12");
    phone.close();
    await().until(() -> store().get("user_session:ann") == null);
  }

  @Test
  void keysAreRefreshedWhileTheUserIsHere() {
    var clock = new FakeClock();
    node = start(clock, Map.of("rate-limit", "1000", "ping-interval", "1h"));
    boards();
    ForumClient ann = member("ann").join(12);
    passUntilWritten(clock);
    store().remove("user_session:ann");
    store().remove("user_boards:ann");
    passUntilWritten(clock);
    written("ann", Set.of("12"), "12");
    assertThat(store().get("user_session:ann")).contains(socket(ann));
  }

  /// In steps, as a node that skips a minute was paused.
  private void passUntilWritten(FakeClock clock) {
    await()
        .until(() -> {
          clock.advance(Duration.ofSeconds(1));
          return "[12]".equals(store().get("user_boards:ann"));
        });
  }

  @Test
  void keysAreNotWrittenWhereNobodyReadsThem() {
    node = start(Map.of("user-keys", "false"));
    boards();
    member("ann").join(12);
    ForumClient bob = member("bob");
    drained(bob);
    assertThat(store().get("user_session:ann")).isNull();
  }
}

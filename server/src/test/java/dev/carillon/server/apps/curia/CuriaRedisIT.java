package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.GatewayBuilder;
import dev.carillon.support.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Curia on a real Redis, and so on several nodes.
class CuriaRedisIT extends CuriaBehaviour {
  private static final RedisServer redis = RedisServer.start();

  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder.redis(redis.url());
  }

  @Override
  void forget() {
    redis.call("FLUSHALL");
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Test
  void whoeverLosesAccessIsOutOnEveryNode() {
    CuriaNode other = start(Map.of());
    ForumClient here = member("here", "role-a").join(13);
    ForumClient there = ForumClient.enter(other, "there", "c-9", false, "role-a").join(13);
    board(13, Map.of("allowedRoles", "[\"role-b\"]", "communityId", "c-9"));

    node.publish("board:13", "boardSettingsChanged", "{\"boardId\":13}");
    node.publish("board:13", "newPost", "{\"board_id\":13,\"communityId\":\"c-9\"}");
    drained(here, there);

    for (ForumClient client : new ForumClient[] {here, there}) {
      await().until(() -> client.names().contains("boardAccessRevoked"));
      assertThat(client.names())
          .contains("boardAccessRevoked")
          .doesNotContain("boardSettingsChanged", "newPost");
    }
  }

  @Test
  void usersAreSeenAndTypeOnEveryNodeAndGoWithTheirs() {
    CuriaNode other = start(Map.of("grace", "200ms"));
    ForumClient here = member("here").join(12);
    ForumClient there = ForumClient.enter(other, "there", "c-9", false).join(12);
    await().until(() -> here.names().contains("userOnline"));
    there.send("42[\"typing\",{\"boardId\":12,\"isTyping\":true,\"context\":\"post\"}]");
    await().until(() -> here.names().contains("userTyping"));

    other.close();

    await().until(() -> here.names().contains("userOffline"));
    assertThat(here.all("userOffline")).hasSize(1);
    assertThat(here.all("userTyping").getLast().get("isTyping").asBoolean()).isFalse();
  }

  @Test
  void positionCountsOnEveryNode() {
    CuriaNode other = start(Map.of());
    Poller ann = new Poller(node.port(), member("ann").token()).at("12");
    for (int i = 0; i < 5; i++) {
      node.publish("board:12", "newComment", "{\"n\":" + i + "}");
    }
    drained(ForumClient.enter(other, "bob", "c-9", false));
    ann.begin();
    node.publish("board:12", "newComment", "{\"n\":5}");
    assertThat(ann.to(other.port()).next(10).payloads("newComment"))
        .extracting(payload -> payload.get("n").intValue())
        .containsExactly(5);
    node.publish("board:12", "newComment", "{\"n\":6}");
    assertThat(ann.to(node.port()).next(10).payloads("newComment"))
        .extracting(payload -> payload.get("n").intValue())
        .containsExactly(6);
  }

  @Test
  void keysOfUsersGoWithTheirNode() {
    CuriaNode other = start(Map.of("grace", "200ms"));
    ForumClient.enter(other, "there", "c-9", false).join(12);
    await().until(() -> List.of("there").equals(redis.call("SMEMBERS", "board_users:12")));
    assertThat((Long) redis.call("TTL", "user_session:there")).isBetween(200L, 300L);
    assertThat((Long) redis.call("TTL", "board_users:12")).isPositive();

    other.close();

    await().until(() -> Objects.equals(redis.call("EXISTS", "user_session:there"), 0L));
    await().until(() -> Objects.equals(redis.call("EXISTS", "board_users:12"), 0L));
    assertThat(redis.call("EXISTS", "user_boards:there", "user_current_board:there")).isEqualTo(0L);
  }

  @Test
  void joinsAreLimitedOverAllNodes() {
    node = start(Map.of());
    CuriaNode other = start(Map.of());
    ForumClient here = member("u-1");
    ForumClient there = ForumClient.enter(other, "u-1", "c-9", false);
    for (int i = 0; i < 5; i++) {
      here.join(12);
      there.join(12);
    }

    here.send("42[\"joinBoard\",12]").assertErrors("Rate limit exceeded");
    there.send("42[\"joinBoard\",12]").assertErrors("Rate limit exceeded");
  }

  @Test
  void boardsOutOfReachAreRefusedAndNobodyIsSentAway() {
    ForumClient ann = member("ann").join(12);
    redis.stop();

    ann.send("42[\"joinBoard\",15]").assertErrors("Failed to join board");

    redis.restart();
    boards();
    await().until(() -> ann.send("42[\"joinBoard\",15]").names().contains("boardJoined"));
    assertThat(ann.closed()).isFalse();
  }
}

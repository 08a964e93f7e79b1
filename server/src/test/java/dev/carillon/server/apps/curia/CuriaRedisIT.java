package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.GatewayBuilder;
import dev.carillon.support.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Curia on a real Redis, and so on several nodes.
class CuriaRedisIT extends CuriaBehaviour {
  private final RedisServer redis = RedisServer.start();

  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder.redis(redis.url());
  }

  @AfterEach
  void stopRedis() {
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

package dev.carillon.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.access.BoardNode.Peer;
import dev.carillon.core.Broker;
import dev.carillon.support.FakeClock;
import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a node did not hear while its link was lost holds once the link is back; until then clients stay.
class OutageTest {
  private final FakeClock clock = new FakeClock();
  private final Rules rules = new Rules();
  private final RedisServer redis = RedisServer.start();
  private final FaultyProxy proxy = FaultyProxy.to(redis.port());
  private final Links direct = Links.overRedis(redis.url());
  private final Links through = Links.overRedis("redis://127.0.0.1:" + proxy.port());

  @SuppressWarnings("NullAway.Init") // set before each
  private BoardNode there;

  @SuppressWarnings("NullAway.Init") // set before each
  private BoardNode cutOff;

  @BeforeEach
  void start() {
    rules.boards.put("b1", Set.of("reader"));
    there = node(direct);
    cutOff = node(through);
  }

  private BoardNode node(Links links) {
    return new BoardNode(
        links.next(), clock, rules, PermissionSettings.defaults(), RevocationSettings.defaults());
  }

  @AfterEach
  void stop() {
    cutOff.close();
    there.close();
    through.close();
    direct.close();
    proxy.close();
    redis.close();
  }

  private void awaitLink(Broker.State state) {
    await().until(() -> cutOff.services().broker().state() == state);
  }

  @Test
  void aChangeThatWasNotHeardHoldsWhenTheLinkIsBack() {
    try (Peer ann = cutOff.client("id=ann&roles=reader", "b1")) {
      proxy.cut();
      awaitLink(Broker.State.DOWN);
      rules.boards.put("b1", Set.of());
      there.permissions.changed("b1").toCompletableFuture().join();
      ann.hearsNothing();

      proxy.resume();

      ann.hears("evicted from b1: no role of b1").hearsNothing();
    }
  }

  @Test
  void aRevocationThatWasNotHeardHoldsWhenTheLinkIsBack() {
    try (Peer ann = cutOff.client("id=ann&roles=reader", "b1");
        Peer ben = cutOff.client("id=ben&roles=reader", "b1")) {
      proxy.cut();
      awaitLink(Broker.State.DOWN);
      there.revocations.revoke(new Revocation.User("ann")).toCompletableFuture().join();
      ann.hearsNothing();

      proxy.resume();

      assertThat(ann.hear()).isEqualTo("closed 4403 access revoked");
      ben.hearsNothing();
    }
  }

  /// A backend that published is not asked again, so the node that heard it keeps trying.
  @Test
  void whatWasHeardWhileTheStoreWasAwayIsKeptLater() {
    try (Peer ann = there.client("id=ann")) {
      ann.hearsNothing();
      cutOff.services().store().close();
      there.publish("carillon:revoke:boards", "{\"user\":\"ann\"}");
      assertThat(ann.hear()).isEqualTo("closed 4403 access revoked");
      String key = "carillon:revoked:boards:user:ann";
      await().until(() -> there.services().store().get(key) != null);
    }
  }
}

package dev.carillon.server.apps.toggo;

import static org.awaitility.Awaitility.await;

import dev.carillon.GatewayBuilder;
import dev.carillon.core.Broker;
import dev.carillon.support.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Members on a real Redis, which may be away, or refuse a channel.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembershipRedisTest extends MembershipBehaviour {
  private final RedisServer redis = RedisServer.start();

  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder.redis(redis.url());
  }

  @AfterAll
  void stopRedis() {
    redis.close();
  }

  @Test
  void whoWasTakenOffATripWhileRedisWasAwayHearsOfItNoMore() {
    ToggoTower tower = towerWithKeys();
    ToggoClient ann = user(tower, ANN).follow("t1");
    ToggoClient ben = user(tower, BEN).follow("t1");

    redis.kill();
    await().until(() -> tower.gateway().broker().state() == Broker.State.DOWN);
    redis.restart(); // empty: nobody is on a trip

    isTold(ann, "no longer a member of this trip");
    isTold(ben, "no longer a member of this trip");
  }
}

package dev.carillon.presence;

import dev.carillon.core.Nodes;
import dev.carillon.support.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ReportsOnRedisTest extends ReportsBehaviour {
  private static RedisServer redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  TestNode open(Nodes nodes, PresenceSettings settings) {
    redis.call("FLUSHALL");
    return TestNode.onRedis(nodes, time.clock, settings, redis.port());
  }
}

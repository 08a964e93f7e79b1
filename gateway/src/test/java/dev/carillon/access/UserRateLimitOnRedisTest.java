package dev.carillon.access;

import dev.carillon.support.FakeClock;
import dev.carillon.support.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class UserRateLimitOnRedisTest extends UserRateLimitBehaviour {
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
  Links links(FakeClock clock) {
    redis.call("FLUSHALL");
    return Links.overRedis(redis.url());
  }
}

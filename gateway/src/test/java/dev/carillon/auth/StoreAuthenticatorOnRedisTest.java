package dev.carillon.auth;

import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Store;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import dev.carillon.support.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

final class StoreAuthenticatorOnRedisTest extends StoreAuthenticatorBehaviour {
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init") // set by connect()
  private RedisLink link;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void connect() {
    link = RedisLink.connect(RedisSettings.of(redis.url()));
    await().until(() -> link.broker().state() == Broker.State.READY);
  }

  @AfterEach
  void close() {
    link.close();
  }

  @Override
  Store store() {
    return link.store();
  }
}

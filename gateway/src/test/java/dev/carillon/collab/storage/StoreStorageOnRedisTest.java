package dev.carillon.collab.storage;

import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.core.Broker;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

final class StoreStorageOnRedisTest extends DocumentStorageBehaviour {
  @SuppressWarnings("NullAway.Init") // set before all tests
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init") // set by open()
  private Gateway gateway;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  DocumentStorage open() {
    redis.call("FLUSHALL");
    gateway = Gateway.builder().lanes(1).redis(redis.url()).start();
    await().until(() -> gateway.broker().state() == Broker.State.READY);
    return new StoreStorage(gateway.store(), "documents:", Duration.ofDays(1));
  }

  @AfterEach
  void close() {
    gateway.close();
  }
}

package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Register;
import dev.carillon.core.Store;
import dev.carillon.support.RedisServer;
import dev.carillon.support.RegisterBehaviour;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisRegisterTest extends RegisterBehaviour {
  private static RedisServer redis;

  @SuppressWarnings("NullAway.Init") // set by open()
  private RedisLink link;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  protected Store open() {
    redis.call("FLUSHALL");
    link = RedisLink.connect(RedisSettings.of(redis.url()));
    await().until(() -> link.broker().state() == Broker.State.READY);
    return link.store();
  }

  @AfterEach
  void closeLink() {
    link.close();
  }

  @Test
  void everyKeyExpires() {
    Register register = link.store().register("k", Duration.ofMinutes(1));
    register.apply("a", "birth", List.of(new Register.Step("x", true, "n")), List.of("http"), 9);
    assertThat(redis.call("KEYS", "*"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(5)
        .allSatisfy(key -> {
          assertThat((String) key).startsWith("{k}:");
          assertThat((Long) redis.call("PTTL", (String) key)).isBetween(1L, 60_000L);
        });
  }
}

package dev.carillon.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import dev.carillon.support.StoreBehaviour;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisStoreTest extends StoreBehaviour {

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

  /// The clock of Redis cannot be turned: waits until a key of that lifetime is gone.
  @Override
  protected void pass(Duration time) {
    redis.call("SET", "clock", "1", "PX", Long.toString(time.toMillis()));
    await().until(() -> redis.call("GET", "clock") == null);
  }

  @Test
  void valuesArePlainRedisStrings() {
    store().put("current_user_data/1", "{\"name\":\"é\"}");
    assertThat(redis.call("GET", "current_user_data/1")).isEqualTo("{\"name\":\"é\"}");
    redis.call("SET", "other", "v");
    assertThat(store().get("other")).isEqualTo("v");
  }

  @Test
  void theDatabaseOfTheAddressIsUsed() {
    try (var link = RedisLink.connect(RedisSettings.of(redis.url() + "/3"))) {
      link.store().put("k", "three");
      assertThat(link.store().get("k")).isEqualTo("three");
      assertThat(store().get("k")).isNull();
    }
  }

  @Test
  void aCallFailsAfterItsTimeoutWhenRedisIsSilentOrGone() {
    try (var proxy = FaultyProxy.to(redis.port());
        var link =
            RedisLink.connect(
                RedisSettings.of("redis://127.0.0.1:" + proxy.port())
                    .with(to -> to.commandTimeout = Duration.ofMillis(300)))) {
      await().until(() -> link.broker().state() == Broker.State.READY);
      link.store().put("k", "v");
      proxy.freeze();
      assertThatThrownBy(() -> link.store().get("k"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("300 ms");
      proxy.cut();
      await().until(() -> link.broker().state() == Broker.State.DOWN);
      assertThatThrownBy(() -> link.store().get("k"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("no link");
      proxy.resume();
      await().until(() -> link.broker().state() == Broker.State.READY);
      assertThat(link.store().get("k")).isEqualTo("v");
    }
  }

  @Test
  void itRefusesToBlockTheBrokersThread() {
    var tried = new CompletableFuture<@Nullable String>();
    link.broker()
        .subscribe(
            "c",
            (channel, message) -> {
              try {
                tried.complete(store().get("k"));
              } catch (IllegalStateException e) {
                tried.completeExceptionally(e);
              }
            })
        .confirmed()
        .thenRun(() -> link.broker().publish("c", new byte[0]));
    assertThat(tried)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withCauseInstanceOf(IllegalStateException.class);
  }
}

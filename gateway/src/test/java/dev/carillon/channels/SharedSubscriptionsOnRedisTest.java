package dev.carillon.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import dev.carillon.support.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SharedSubscriptionsOnRedisTest extends SharedSubscriptionsBehaviour {
  private final RedisServer redis = RedisServer.start();
  private final RedisLink link = RedisLink.connect(RedisSettings.of(redis.url()));

  @Override
  Broker broker() {
    return link.broker();
  }

  @BeforeEach
  void awaitLink() {
    await().until(() -> link.broker().state() == Broker.State.READY);
  }

  @AfterEach
  void stop() {
    link.close();
    redis.close();
  }

  @Test
  void theLastOneToLetGoUnsubscribesAtRedis() throws Exception {
    try (var subscriptions = new SharedSubscriptions(broker(), (channel, message) -> {})) {
      acquire(subscriptions, "chat:1");
      acquire(subscriptions, "chat:1");
      acquire(subscriptions, "chat:10");
      subscriptions.release("chat:1");
      assertThat(redis.subscribers("chat:1")).isOne();
      subscriptions.release("chat:1");
      await().until(() -> redis.subscribers("chat:1") == 0);
      assertThat(redis.subscribers("chat:10")).isOne();
      acquire(subscriptions, "chat:1");
      assertThat(redis.subscribers("chat:1")).isOne();
    }
    await().until(() -> redis.subscribers("chat:1") + redis.subscribers("chat:10") == 0);
  }
}

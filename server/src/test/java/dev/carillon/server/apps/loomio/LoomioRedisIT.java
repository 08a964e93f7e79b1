package dev.carillon.server.apps.loomio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.GatewayBuilder;
import dev.carillon.server.support.SioClient;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Loomio on a real Redis, which also fails.
class LoomioRedisIT extends LoomioBehaviour {
  /// Keeps what it knows over a restart: who is held then is let in the moment it is back.
  private final RedisServer redis = RedisServer.start("--appendonly", "yes");

  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder.redis(redis.url());
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void clientIsHeldUntilRedisIsBack() {
    SioClient before = connected("channel_token=ann");
    redis.stop();
    SioClient held = client("channel_token=ann").send("40");
    await().during(Duration.ofMillis(500)).until(() -> held.packets().isEmpty());

    redis.restart();
    user("ann", "{\"id\":5}");
    held.connected();
    publish("/records", "{\"room\":\"user-5\"}");

    await().untilAsserted(() -> assertThat(held.events()).hasSize(1));
    await().untilAsserted(() -> assertThat(before.events()).hasSize(1));
  }

  @Test
  void clientIsSentAwayWithoutARefusalWhenRedisStaysAway() {
    start(Map.of("patience", "300ms"));
    redis.stop();

    SioClient held = client("channel_token=ann").send("40");

    await().until(held::closed);
    assertThat(held.packets()).isEmpty();
  }
}

package dev.carillon.server.apps.toggo.feed;

import static dev.carillon.server.apps.toggo.feed.Happened.ANN;
import static dev.carillon.server.apps.toggo.feed.Happened.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.GatewayBuilder;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The feed in a real Redis, where the original's own keys are found.
class FeedRedisIT extends FeedBehaviour {
  private final RedisServer redis = RedisServer.start();

  @Override
  GatewayBuilder keptBy(GatewayBuilder builder) {
    return builder.redis(redis.url());
  }

  /// The clock of Redis cannot be turned: waits until a key of that lifetime is gone.
  @Override
  void pass(Duration time) {
    redis.call("SET", "clock", "1", "PX", Long.toString(time.toMillis()));
    await().until(() -> redis.call("GET", "clock") == null);
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void theKeysAreThoseOfTheOriginal() {
    written(Happened.comment("e1", ANN, ago(1)));
    seen(BEN, "t1", 7);

    String entries = "activity:" + BEN + ":t1";
    assertThat(redis.call("ZRANGE", entries, "0", "-1", "WITHSCORES"))
        .isEqualTo(List.of("e1", Long.toString(millis(1))));
    assertThat(redis.call("GET", "activity:event:e1")).isEqualTo(Happened.json("e1"));
    assertThat(redis.call("HGETALL", "user:feed_cursor:" + BEN)).isEqualTo(List.of("t1", "7"));
    assertLifetime(entries, Duration.ofDays(30));
    assertLifetime("activity:event:e1", Duration.ofDays(30));
    assertLifetime("user:feed_cursor:" + BEN, Duration.ofDays(180));
    assertLifetime("carillon:feed:e1", Duration.ofMinutes(10));
  }

  private void assertLifetime(String key, Duration lifetime) {
    assertThat((Long) redis.call("PTTL", key))
        .isBetween(lifetime.minusMinutes(1).toMillis(), lifetime.toMillis());
  }

  @Test
  void aLossOfRedisDelaysTheFeed() {
    redis.stop();
    var events = List.of(Happened.comment("e1", ANN, ago(1)));
    assertThat(get(BEN, "t1/activity"))
        .isEqualTo("503 {\"statusCode\":503,\"message\":\"the feed cannot be read now\"}");
    events.forEach(event -> writer().accept(event));
    redis.restart();
    redis.call("ZADD", "members:t1", "0", BEN);

    await().until(() -> writer().counts().written() == 1);
    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + Happened.json("e1") + "]");
  }
}

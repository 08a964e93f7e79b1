package dev.carillon.server.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import dev.carillon.support.RedisServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Three nodes on one real Redis.
class MatrixBotsRedisIT {

  @Test
  void threeNodesPostEachMessageOnceAndRepetitionsToo() throws Exception {
    try (RedisServer redis = RedisServer.start();
        FakeMatrix matrix = new FakeMatrix();
        RedisLink one = RedisLink.connect(RedisSettings.of(redis.url()));
        RedisLink two = RedisLink.connect(RedisSettings.of(redis.url()));
        RedisLink three = RedisLink.connect(RedisSettings.of(redis.url()));
        MatrixBots first = start(one, "one");
        MatrixBots second = start(two, "two");
        MatrixBots third = start(three, "three")) {
      for (int i = 0; i < 90; i++) {
        redis.call(
            "PUBLISH",
            "chatbot/test",
            """
            {"server":"%s","access_token":"t","channel":"!r%d:e","message":"text %d"}\
            """
                .formatted(matrix.url(), i % 3, i % 10));
      }

      await()
          .untilAsserted(() ->
              assertThat(
                      first.counts().elsewhere()
                          + second.counts().elsewhere()
                          + third.counts().elsewhere())
                  .isEqualTo(180));
      await().untilAsserted(() -> assertThat(matrix.events).hasSize(90));
      assertThat(matrix.requests).hasSize(90);
    }
  }

  private static MatrixBots start(RedisLink link, String node) {
    MatrixBots bots =
        new MatrixBots(
            MatrixSettings.defaults(),
            link.broker(),
            link.store(),
            Clock.system(),
            Instruments.NONE,
            node);
    bots.start().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    return bots;
  }
}

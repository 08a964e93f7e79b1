package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.core.Broker;
import dev.carillon.socketio.SocketIoServer.Peer;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReadinessOnRedisTest extends ReadinessBehaviour {
  private final RedisServer redis = RedisServer.start();

  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder.redis(redis.url());
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void aClientIsHeldWhileTheLinkIsLost() throws Exception {
    Gateway gateway = start();
    ready().complete(null);
    peer(gateway).send("40").welcome();
    lose(gateway);
    Peer held = peer(gateway).send("40");
    Peer other = peer(gateway).send("40/sync,");
    assertThat(other.next()).startsWith("44/sync,");

    redis.restart();

    held.welcome();
    io().emit("news");
    assertThat(held.next()).isEqualTo("42[\"news\"]");
    assertThat(refusals.reasons()).isEmpty();
  }

  @Test
  void aClientIsSentAwayWhenTheLinkStaysLost() {
    Gateway gateway = start();
    ready().complete(null);
    peer(gateway).send("40").welcome();
    lose(gateway);
    Peer held = peer(gateway).send("40");

    passPatienceUntil(() -> !refusals.reasons().isEmpty());

    assertThat(held.isClosed()).isTrue();
    assertThat(refusals.reasons()).containsExactly("broker-away");
  }

  @Test
  void aNodeThatStandsAloneWaitsForTheLinkToo() throws Exception {
    Gateway gateway = start(SocketIoSettings.defaults().with(to -> to.cluster = false));
    ready().complete(null);
    peer(gateway).send("40").welcome();
    lose(gateway);
    Peer held = peer(gateway).send("40");

    passPatienceUntil(() -> !refusals.reasons().isEmpty());

    assertThat(held.isClosed()).isTrue();
    assertThat(refusals.reasons()).containsExactly("try-again-later");
  }

  private void lose(Gateway gateway) {
    redis.stop();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> gateway.broker().state() != Broker.State.READY);
  }
}

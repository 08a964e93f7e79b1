package dev.carillon.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker.State;
import dev.carillon.core.BrokerException;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A link is believed for what comes back over it, and not for what it says.
class RedisEchoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final RedisServer redis = RedisServer.start();

  @AfterEach
  void close() {
    redis.close();
  }

  private RedisLink connect(String url) {
    RedisLink link =
        RedisLink.connect(RedisSettings.of(url).with(to -> to.probeInterval = INTERVAL));
    await().atMost(PATIENCE).until(() -> link.broker().state() == State.READY);
    return link;
  }

  @Test
  void aPrimaryThatWasDemotedBehindOurBackIsGivenUp() {
    try (var link = connect(redis.url())) {
      assertThat(link.broker().roundTrip()).isPositive();

      redis.call("REPLICAOF", "127.0.0.1", "" + RedisServer.freePort());

      await().atMost(PATIENCE).until(() -> link.broker().state() == State.DOWN);
      assertThatThrownBy(() -> publish(link).join()).hasCauseInstanceOf(BrokerException.class);

      redis.call("REPLICAOF", "NO", "ONE");

      await().atMost(PATIENCE).until(() -> link.broker().state() == State.READY);
      publish(link).join();
      assertThat(link.broker().reconnects()).isPositive();
    }
  }

  @Test
  void aServerThatHoldsWritesUpIsWaitedFor() {
    try (var link = connect(redis.url())) {
      List<State> states = new CopyOnWriteArrayList<>();
      link.broker().onStateChange(states::add);
      redis.call("CLIENT", "PAUSE", "1000", "WRITE");
      var accepted = publish(link);
      // Ten intervals, of which two are enough for a link that is dead.
      await().atMost(PATIENCE).until(accepted::isDone);
      assertThat(accepted).isCompleted();
      assertThat(states).isEmpty();
      assertThat(link.broker().reconnects()).isZero();
    }
  }

  @Test
  void whoMayNotHearItselfDoesWithout() {
    redis.call("ACL", "SETUSER", "bell", "on", ">t0ll", "resetchannels", "&open", "+@all");
    try (var link = connect("redis://bell:t0ll@127.0.0.1:" + redis.port())) {
      List<State> states = new CopyOnWriteArrayList<>();
      link.broker().onStateChange(states::add);
      await().during(INTERVAL.multipliedBy(6)).atMost(PATIENCE).until(states::isEmpty);
      assertThat(link.broker().roundTrip()).isZero();
    }
  }

  private static CompletableFuture<Void> publish(RedisLink link) {
    return link.broker()
        .publish("c", "m".getBytes(UTF_8))
        .toCompletableFuture()
        .orTimeout(5, SECONDS);
  }
}

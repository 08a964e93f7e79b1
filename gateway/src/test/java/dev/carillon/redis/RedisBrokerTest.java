package dev.carillon.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Broker.State;
import dev.carillon.core.BrokerException;
import dev.carillon.support.BrokerBehaviour;
import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisBrokerTest extends BrokerBehaviour {

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
  protected Broker open() {
    link = RedisLink.connect(settings(redis.port()));
    return link.broker();
  }

  @AfterEach
  void closeLink() {
    link.close();
  }

  private static RedisSettings settings(int port) {
    return RedisSettings.of("redis://127.0.0.1:" + port);
  }

  @Test
  void redisKnowsOneSubscriptionPerChannelHoweverManyHoldIt() {
    var first = subscribe("counted", (channel, message) -> {});
    var second = subscribe("counted", (channel, message) -> {});
    assertThat(redis.subscribers("counted")).isEqualTo(1);
    first.close();
    first.close();
    publish("counted", "m");
    assertThat(redis.subscribers("counted")).isEqualTo(1);
    second.close();
    await().until(() -> redis.subscribers("counted") == 0);
  }

  @Test
  void confirmedMeansThatRedisHasIt() {
    for (int i = 0; i < 200; i++) {
      String channel = "ready" + i;
      try (var held = subscribe(channel, (from, message) -> {})) {
        assertThat(redis.subscribers(channel)).isEqualTo(1);
        assertThat(held.confirmed().toCompletableFuture()).isCompleted();
      }
    }
  }

  @Test
  void whatOthersPublishIsHeard() {
    List<String> heard = new CopyOnWriteArrayList<>();
    subscribe("/records", into(heard));
    redis.call("PUBLISH", "/records", "{\"room\":\"group-1\"}");
    await().until(() -> heard.contains("/records={\"room\":\"group-1\"}"));
  }

  @Test
  void everythingIsSubscribedAgainAfterRedisWasKilled() {
    try (var server = RedisServer.start();
        var link = RedisLink.connect(settings(server.port()))) {
      Broker broker = link.broker();
      await().until(() -> broker.state() == State.READY);
      List<String> heard = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 1_200; i++) {
        broker.subscribe("room" + i, into(heard));
      }
      confirmed(broker.subscribePattern("trip:*", into(heard)));
      var dropped = confirmed(broker.subscribe("dropped", into(heard)));
      List<State> states = new CopyOnWriteArrayList<>();
      broker.onStateChange(states::add);
      server.kill();
      await().until(() -> broker.state() == State.DOWN);
      dropped.close();
      var whileDown = broker.subscribe("while-down", into(heard));
      assertThat(whileDown.confirmed().toCompletableFuture()).isNotDone();
      assertThatThrownBy(() -> accept(broker, "room1", "lost"))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(BrokerException.class);
      server.restart();
      await().until(() -> broker.state() == State.READY);
      confirmed(whileDown);
      for (String channel : List.of("room0", "room1199", "trip:1", "dropped", "while-down")) {
        accept(broker, channel, "m");
      }
      await().until(() -> heard.contains("while-down=m"));
      assertThat(heard).containsExactly("room0=m", "room1199=m", "trip:1=m", "while-down=m");
      // The second connection may come last, and then there is nothing left to confirm.
      assertThat(states).startsWith(State.DOWN).endsWith(State.READY).hasSizeBetween(2, 3);
      assertThat(broker.reconnects()).isEqualTo(1);
    }
  }

  @Test
  void recoveryFromADroppedConnectionIsQuick() {
    try (var proxy = FaultyProxy.to(redis.port());
        var link = RedisLink.connect(settings(proxy.port()))) {
      Broker broker = link.broker();
      await().until(() -> broker.state() == State.READY);
      for (int round = 1; round <= 5; round++) {
        proxy.drop();
        long times = round;
        await()
            .atMost(Duration.ofSeconds(3))
            .until(() -> broker.state() == State.READY && broker.reconnects() == times);
      }
    }
  }

  @Test
  void aHalfOpenLinkIsNoticed() {
    try (var proxy = FaultyProxy.to(redis.port());
        var link =
            RedisLink.connect(
                settings(proxy.port()).with(to -> to.probeInterval = Duration.ofMillis(200)))) {
      Broker broker = link.broker();
      List<String> heard = new CopyOnWriteArrayList<>();
      confirmed(broker.subscribe("half-open", into(heard)));
      await().until(() -> broker.state() == State.READY);
      proxy.freeze();
      var inFlight = broker.publish("half-open", "lost".getBytes(UTF_8)).toCompletableFuture();
      await().atMost(Duration.ofSeconds(3)).until(() -> broker.state() == State.DOWN);
      assertThat(inFlight)
          .failsWithin(Duration.ofSeconds(3))
          .withThrowableThat()
          .withCauseInstanceOf(BrokerException.class);
      proxy.cut();
      proxy.resume();
      await().until(() -> broker.state() == State.READY);
      accept(broker, "half-open", "m");
      await().until(() -> heard.contains("half-open=m"));
    }
  }

  @Test
  void aProbeEndsByItsIntervalsAndNotByTheLimitForConnecting() {
    try (var server = RedisServer.start();
        var link =
            RedisLink.connect(
                settings(server.port())
                    .with(to -> {
                      to.connectTimeout = Duration.ofMillis(500);
                      to.probeInterval = Duration.ofSeconds(2);
                    }))) {
      Broker broker = link.broker();
      await().until(() -> broker.state() == State.READY);
      List<State> states = new CopyOnWriteArrayList<>();
      broker.onStateChange(states::add);
      // Longer than a probe interval and the limit together, shorter than two intervals.
      server.call("CLIENT", "PAUSE", "3000", "ALL");
      accept(broker, "c", "m");
      assertThat(states).isEmpty();
      assertThat(broker.reconnects()).isZero();
    }
  }

  @Test
  void anIdleLinkIsNotGivenUp() {
    try (var link =
        RedisLink.connect(
            settings(redis.port()).with(to -> to.probeInterval = Duration.ofMillis(150)))) {
      Broker broker = link.broker();
      await().until(() -> broker.state() == State.READY);
      List<State> states = new CopyOnWriteArrayList<>();
      broker.onStateChange(states::add);
      await()
          .during(Duration.ofSeconds(1))
          .until(() -> broker.state() == State.READY && states.isEmpty());
      assertThat(broker.reconnects()).isZero();
    }
  }

  @Test
  void itStartsWhileRedisIsDown() {
    int port = RedisServer.freePort();
    try (var link = RedisLink.connect(settings(port))) {
      Broker broker = link.broker();
      List<String> heard = new CopyOnWriteArrayList<>();
      var early = broker.subscribe("early", into(heard));
      assertThat(broker.state()).isEqualTo(State.CONNECTING);
      assertThatThrownBy(() -> accept(broker, "early", "lost"))
          .hasCauseInstanceOf(BrokerException.class);
      try (var late = RedisServer.startOn(port)) {
        confirmed(early);
        await().until(() -> broker.state() == State.READY);
        late.call("PUBLISH", "early", "m");
        await().until(() -> heard.contains("early=m"));
        assertThat(broker.reconnects()).isZero();
      }
    }
  }

  @Test
  void passwordsAndUsersAreSent() {
    try (var server = RedisServer.start()) {
      server.call("ACL", "SETUSER", "bell", "on", ">t0ll", "~*", "&*", "+@all");
      server.call("CONFIG", "SET", "requirepass", "s3cret:@/");
      for (String user : List.of(":s3cret%3A%40%2F@", "bell:t0ll@")) {
        try (var link =
            RedisLink.connect(RedisSettings.of("redis://" + user + "127.0.0.1:" + server.port()))) {
          await().until(() -> link.broker().state() == State.READY);
        }
      }
      try (var link =
          RedisLink.connect(settings(server.port()).with(to -> to.password = "wrong"))) {
        assertThatThrownBy(() -> accept(link.broker(), "c", "m"))
            .hasCauseInstanceOf(BrokerException.class);
      }
    }
  }

  @Test
  void aForbiddenChannelFailsItsSubscription() {
    try (var server = RedisServer.start()) {
      server.call(
          "ACL", "SETUSER", "bell", "on", ">t0ll", "~*", "resetchannels", "&open*", "+@all");
      var settings =
          settings(server.port())
              .with(to -> {
                to.username = "bell";
                to.password = "t0ll";
              });
      try (var bell = RedisLink.connect(settings)) {
        Broker broker = bell.broker();
        confirmed(broker.subscribe("open1", (channel, message) -> {}));
        assertThatThrownBy(() -> confirmed(broker.subscribe("closed", (channel, message) -> {})))
            .hasCauseInstanceOf(BrokerException.class);
        assertThatThrownBy(() -> accept(broker, "closed", "body"))
            .hasCauseInstanceOf(BrokerException.class)
            .hasMessageNotContaining("body");
      }
    }
  }

  private static void accept(Broker broker, String channel, String text) {
    broker
        .publish(channel, text.getBytes(UTF_8))
        .toCompletableFuture()
        .orTimeout(5, SECONDS)
        .join();
  }
}

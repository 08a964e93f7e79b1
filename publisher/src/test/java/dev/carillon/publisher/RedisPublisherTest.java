package dev.carillon.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.publisher.PublishException.Reason;
import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against a real Redis, which also fails.
class RedisPublisherTest {
  private static final PublisherSettings SETTINGS =
      PublisherSettings.defaults().withTimeout(Duration.ofSeconds(3));

  private final RedisServer redis = RedisServer.start();
  private final FaultyProxy proxy = FaultyProxy.to(redis.port());
  private final List<AutoCloseable> open = new ArrayList<>(List.of(redis, proxy));

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void messagesOfOneThreadArriveInOrderAndAreCounted() {
    Subscriber heard = subscribe("news");
    RedisPublisher publisher = linked(SETTINGS);

    List<CompletionStage<Void>> stages =
        IntStream.range(0, 2_000).mapToObj(i -> publisher.publish("news", bytes("m" + i))).toList();
    stages.forEach(RedisPublisherTest::done);

    await().until(() -> heard.messages().size() == 2_000);
    assertThat(heard.messages())
        .isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> "m" + i).toList());
    assertThat(publisher.counters()).isEqualTo(new Counters(2_000, 0, 0));
    assertThat(publisher.waiting()).isZero();
  }

  @Test
  void writesToTheStoreInTheOrderOfTheCalls() {
    RedisPublisher publisher = linked(SETTINGS);

    publisher.set("k", bytes("v"), Duration.ofSeconds(100));
    publisher.set("gone", bytes("v"), Duration.ofSeconds(100));
    publisher.remove("gone");
    done(
        publisher.run(
            "return redis.call('APPEND', KEYS[1], ARGV[1])", List.of("k"), List.of(bytes("w"))));

    assertThat(redis.call("GET", "k")).isEqualTo("vw");
    assertThat(redis.call("TTL", "k")).isIn(99L, 100L);
    assertThat(redis.call("EXISTS", "gone")).isEqualTo(0L);
  }

  @Test
  void withoutALinkEverythingFailsAtOnce() {
    RedisPublisher publisher = linked(SETTINGS);
    redis.stop();
    await().until(() -> !publisher.isLinked());

    assertThat(failure(publisher.publish("a", bytes("x")))).isEqualTo(Reason.UNAVAILABLE);
    assertThat(publisher.counters()).isEqualTo(new Counters(0, 0, 1));

    redis.restart();
    await().until(publisher::isLinked);
    done(publisher.publish("a", bytes("x")));
  }

  @Test
  void whatWasOnItsWayWhenTheLinkWasLostFails() {
    RedisPublisher publisher = linked(SETTINGS);
    proxy.freeze();
    CompletionStage<Void> first = publisher.publish("a", bytes("x"));
    CompletionStage<Void> second = publisher.publish("a", bytes("x"));

    proxy.drop();

    assertThat(failure(first)).isEqualTo(Reason.LOST);
    assertThat(failure(second)).isEqualTo(Reason.LOST);
    proxy.resume();
    await().until(publisher::isLinked);
    done(publisher.publish("a", bytes("x")));
  }

  @Test
  void whoRetriesGetsItThroughInOrderOverALoss() {
    RedisPublisher publisher = linked(SETTINGS.on(OnLoss.RETRY));
    proxy.cut();
    var stages = new ArrayList<CompletionStage<Void>>();
    for (int i = 0; i < 100; i++) {
      stages.add(publisher.publish("a", bytes("m" + i)));
    }
    assertThat(publisher.waiting()).isPositive();
    Subscriber heard = subscribe("a");

    proxy.resume();

    stages.forEach(RedisPublisherTest::done);
    await().until(() -> heard.messages().contains("m99"));
    assertThat(heard.messages().subList(heard.messages().size() - 10, heard.messages().size()))
        .isEqualTo(IntStream.range(90, 100).mapToObj(i -> "m" + i).toList());
  }

  @Test
  void whoRetriesWaitsUntilTheTimeIsOver() {
    RedisPublisher publisher =
        linked(SETTINGS.on(OnLoss.RETRY).withTimeout(Duration.ofMillis(300)));
    redis.stop();
    await().until(() -> !publisher.isLinked());

    assertThat(failure(publisher.publish("a", bytes("x")))).isEqualTo(Reason.TIMEOUT);
    assertThat(publisher.counters()).isEqualTo(new Counters(0, 1, 0));
  }

  @Test
  void aSilentPeerIsGivenUpAfterTheTimeout() {
    RedisPublisher publisher = linked(SETTINGS.withTimeout(Duration.ofMillis(300)));
    proxy.freeze();

    assertThat(failure(publisher.publish("a", bytes("x")))).isEqualTo(Reason.TIMEOUT);

    await().until(() -> !publisher.isLinked());
    proxy.drop();
    proxy.resume();
    await().until(publisher::isLinked);
    done(publisher.publish("a", bytes("x")));
  }

  @Test
  void aFullQueueTakesNoMoreAndMakesNobodyWait() {
    RedisPublisher publisher = linked(SETTINGS.withCapacity(10, 1 << 20));
    proxy.freeze();
    for (int i = 0; i < 10; i++) {
      publisher.publish("a", bytes("x"));
    }

    assertThat(failure(publisher.publish("a", bytes("x")))).isEqualTo(Reason.FULL);
    assertThat(publisher.waiting()).isEqualTo(10);

    proxy.resume();
    await().until(() -> publisher.waiting() == 0);
    assertThat(publisher.counters()).isEqualTo(new Counters(10, 0, 1));
    assertThat(failure(publisher.publish("a", new byte[1 << 20]))).isEqualTo(Reason.FULL);
  }

  @Test
  void whatRedisRefusesFailsAloneAndIsNotRepeatedInTheText() {
    redis.call("ACL", "SETUSER", "default", "resetchannels", "&open");
    RedisPublisher publisher = linked(SETTINGS);

    CompletionStage<Void> refused = publisher.publish("secret", bytes("x"));
    CompletionStage<Void> taken = publisher.publish("open", bytes("x"));

    assertThatThrownBy(() -> done(refused)).cause().hasMessage("refused by Redis: NOPERM");
    done(taken);
  }

  @Test
  void closingWaitsForTheAnswersAndTakesNoMore() {
    RedisPublisher publisher = linked(SETTINGS);
    CompletionStage<Void> last = publisher.publish("a", bytes("x"));

    publisher.close();
    publisher.close();

    assertThat(last.toCompletableFuture()).isCompleted();
    assertThat(failure(publisher.publish("a", bytes("x")))).isEqualTo(Reason.CLOSED);
  }

  @Test
  void closingWithoutALinkFailsWhatWaits() {
    redis.stop();
    var publisher = RedisPublisher.connect(redis.url(), SETTINGS.on(OnLoss.RETRY));
    CompletionStage<Void> waiting = publisher.publish("a", bytes("x"));

    publisher.close();

    assertThat(failure(waiting)).isEqualTo(Reason.CLOSED);
    assertThat(failure(publisher.ready())).isEqualTo(Reason.CLOSED);
  }

  @Test
  void aUrlThatIsNoneIsNotRepeated() {
    assertThatThrownBy(() -> RedisPublisher.connect("http://:secret@x", SETTINGS))
        .hasMessage("not a URL of Redis")
        .hasNoCause();
  }

  private RedisPublisher linked(PublisherSettings settings) {
    var publisher = RedisPublisher.connect("redis://127.0.0.1:" + proxy.port(), settings);
    open.add(publisher);
    done(publisher.ready());
    return publisher;
  }

  private Subscriber subscribe(String channel) {
    var subscriber = new Subscriber(redis, channel);
    open.add(subscriber);
    return subscriber;
  }

  static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  static void done(CompletionStage<Void> stage) {
    stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  static @Nullable Reason failure(CompletionStage<Void> stage) {
    CompletableFuture<Void> future = stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS);
    try {
      future.join();
      return null;
    } catch (CompletionException e) {
      return e.getCause() instanceof PublishException refused ? refused.reason() : null;
    }
  }
}

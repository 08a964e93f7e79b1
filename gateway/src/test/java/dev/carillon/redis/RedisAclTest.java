package dev.carillon.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Broker.State;
import dev.carillon.core.BrokerException;
import dev.carillon.core.StoreException;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a Redis user may not do is told by name, harms nothing else, and heals when it is granted.
class RedisAclTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final RedisServer redis = RedisServer.start();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private RedisLink link = connect();

  private RedisLink connect() {
    redis.call(
        "ACL",
        "SETUSER",
        "bell",
        "on",
        ">t0ll",
        "resetkeys",
        "~k:*",
        "resetchannels",
        "&open*",
        "+@all");
    return RedisLink.connect(
        RedisSettings.of("redis://bell:t0ll@127.0.0.1:" + redis.port())
            .with(to -> to.probeInterval = Duration.ofMillis(100)));
  }

  @BeforeEach
  void awaitLink() {
    await().atMost(PATIENCE).until(() -> link.broker().state() == State.READY);
  }

  @AfterEach
  void close() {
    link.close();
    redis.close();
  }

  @Test
  void aForbiddenChannelTakesNoOtherAlong() {
    Broker broker = link.broker();
    var open = IntStream.range(0, 700).mapToObj(i -> hold("open" + i)).toList();
    var closed = List.of(hold("closed1"), hold("closed2"));
    open.forEach(RedisAclTest::confirmed);

    // All at once, in commands of many names.
    redis.call("CLIENT", "KILL", "USER", "bell");
    await().atMost(PATIENCE).until(() -> broker.reconnects() == 1);
    await().atMost(PATIENCE).until(() -> broker.state() == State.READY);

    assertThat(IntStream.range(0, 700)).allMatch(i -> redis.subscribers("open" + i) == 1);
    assertThat(closed)
        .allMatch(held -> held.confirmed().toCompletableFuture().isCompletedExceptionally());
  }

  @Test
  void aChannelThatIsGrantedLaterIsHeard() {
    var closed = hold("closed");
    assertThatThrownBy(() -> confirmed(closed))
        .hasCauseInstanceOf(BrokerException.class)
        .hasMessageContaining("NOPERM, needs &closed");
    assertThatThrownBy(() -> confirmed(hold("closed"))).hasCauseInstanceOf(BrokerException.class);

    redis.call("ACL", "SETUSER", "bell", "&closed");

    await().atMost(PATIENCE).until(() -> redis.subscribers("closed") == 1);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> isConfirmed(closed));
    redis.call("PUBLISH", "closed", "m");
    await().until(() -> heard.equals(List.of("closed=m", "closed=m")));
    assertThat(link.broker().reconnects()).isZero();
  }

  @Test
  void theBrokerIsNotReadyWithoutWhatSomebodyCannotDoWithout() {
    try (var other = connect()) {
      var needed = other.broker().subscribe("closed", (channel, message) -> {});
      var established = needed.established().toCompletableFuture();
      await()
          .atMost(PATIENCE)
          .until(() -> needed.confirmed().toCompletableFuture().isCompletedExceptionally());
      assertThat(established).isNotDone();
      assertThat(other.broker().state()).isEqualTo(State.CONNECTING);

      redis.call("ACL", "SETUSER", "bell", "&closed");

      await().atMost(PATIENCE).until(() -> other.broker().state() == State.READY);
      assertThat(established).succeedsWithin(PATIENCE);
    }
  }

  @Test
  void aPatternThatIsGrantedLaterIsHeard() {
    var trips = link.broker().subscribePattern("trip:*", this::note);
    assertThatThrownBy(() -> confirmed(trips)).hasMessageContaining("needs &trip:*");
    redis.call("ACL", "SETUSER", "bell", "&trip:*");
    await().atMost(PATIENCE).ignoreExceptions().until(() -> isConfirmed(trips));
    redis.call("PUBLISH", "trip:1", "m");
    await().until(() -> heard.equals(List.of("trip:1=m")));
  }

  @Test
  void whoLetsGoOfAForbiddenChannelMayHoldItAgain() {
    var closed = hold("closed");
    assertThatThrownBy(() -> confirmed(closed)).hasCauseInstanceOf(BrokerException.class);
    closed.close();
    redis.call("ACL", "SETUSER", "bell", "&closed");
    confirmed(hold("closed"));
    redis.call("PUBLISH", "closed", "m");
    await().until(() -> heard.equals(List.of("closed=m")));
  }

  @Test
  void anErrorInsteadOfAPongProvesThatTheLinkIsAlive() {
    redis.call("ACL", "SETUSER", "bell", "-ping");
    List<State> states = new CopyOnWriteArrayList<>();
    link.broker().onStateChange(states::add);
    // Ten probes.
    await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(states::isEmpty);
    link.store().put("k:1", "v");
    assertThat(link.broker().reconnects()).isZero();
  }

  @Test
  void whatIsMissingIsNamed() {
    redis.call("ACL", "SETUSER", "bell", "-hget");
    assertThatThrownBy(() -> publish("closed")).hasMessageContaining("NOPERM, needs &closed");
    assertThatThrownBy(() -> link.store().getField("k:1", "f"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("HGET failed: NOPERM, needs +hget");
    assertThatThrownBy(() -> link.store().get("other"))
        .hasMessageContaining("GET failed: NOPERM, needs its key");
    redis.call("ACL", "SETUSER", "bell", "-publish");
    assertThatThrownBy(() -> publish("open")).hasMessageContaining("NOPERM, needs +publish");
    redis.call("ACL", "SETUSER", "bell", "-subscribe");
    assertThatThrownBy(() -> confirmed(hold("open"))).hasMessageContaining("needs +subscribe");
  }

  private Broker.Subscription hold(String channel) {
    return link.broker().subscribe(channel, this::note);
  }

  private void note(String channel, byte[] message) {
    heard.add(channel + "=" + new String(message, UTF_8));
  }

  private static boolean isConfirmed(Broker.Subscription subscription) {
    confirmed(subscription);
    return true;
  }

  private static void confirmed(Broker.Subscription subscription) {
    subscription.confirmed().toCompletableFuture().orTimeout(5, SECONDS).join();
  }

  private void publish(String channel) {
    link.broker()
        .publish(channel, "m".getBytes(UTF_8))
        .toCompletableFuture()
        .orTimeout(5, SECONDS)
        .join();
  }
}

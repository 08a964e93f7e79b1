package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Signals between two nodes, one of which has its Redis behind a proxy.
class SignalsClusterTest {
  private static final Duration LIFETIME = Duration.ofSeconds(12);

  private final Time time = new Time();
  private final HandNodes cluster = new HandNodes();
  private RedisServer redis;
  private FaultyProxy proxy;
  private TestNode firstNode;
  private TestNode secondNode;
  private TestSignals first;
  private TestSignals second;

  @BeforeEach
  void open() throws Exception {
    redis = RedisServer.start();
    proxy = FaultyProxy.to(redis.port());
    firstNode = node("n1", redis.port());
    secondNode = node("n2", proxy.port());
    first = new TestSignals(firstNode, SignalSettings.defaults());
    second = new TestSignals(secondNode, SignalSettings.defaults());
    time.until(() -> redis.subscribers("carillon:signals:test") == 2);
  }

  private TestNode node(String id, int port) {
    TestNode node =
        TestNode.onRedis(cluster.join(id), time.clock, PresenceSettings.defaults(), port);
    node.awaitReady(time);
    return node;
  }

  @AfterEach
  void close() throws Exception {
    first.close();
    second.close();
    firstNode.close();
    secondNode.close();
    proxy.close();
    redis.close();
  }

  @Test
  void aSignalIsToldOnAllNodesUntilItStops() {
    SignalSender ann = first.signals.sender("ann", "1");
    ann.start("r", "typing", "post 1");
    time.until(() -> second.heard().equals(List.of("r +ann post 1")));
    ann.start("r", "typing", "post 2");
    time.until(() -> second.heard().size() == 2);
    ann.stop("r", "typing");
    time.until(() -> second.heard().size() == 3);
    assertThat(second.heard()).containsExactly("r +ann post 1", "r +ann post 2", "r -ann");
    assertThat(first.heard()).isEqualTo(second.heard());
  }

  @Test
  void heartbeatsKeepItOnAllNodesAndFewAreSent() {
    var sent = new AtomicInteger();
    firstNode
        .services
        .broker()
        .subscribe("carillon:signals:test", (channel, bytes) -> sent.incrementAndGet());
    time.until(() -> redis.subscribers("carillon:signals:test") == 2);
    SignalSender ann = first.signals.sender("ann", "1");
    for (int i = 0; i < 60; i++) {
      ann.start("r", "typing", "");
      time.pass(Duration.ofMillis(500));
    }
    assertThat(second.heard()).containsExactly("r +ann");
    assertThat(sent.get()).as("of sixty starts in thirty seconds").isBetween(4, 12);
    time.until(() -> second.heard().size() == 2);
  }

  @Test
  void theSignalsOfADeadNodeEnd() {
    first.signals.sender("ann", "1").start("r", "typing", "");
    time.until(() -> second.heard().size() == 1);
    firstNode.close();
    cluster.die("n1");
    assertThat(time.until(() -> second.heard().size() == 2)).isLessThan(Duration.ofSeconds(1));
    assertThat(second.heard()).containsExactly("r +ann", "r -ann");
  }

  @Test
  void whatIsNotHeardOfAnyMoreRunsOut() {
    SignalSender ann = first.signals.sender("ann", "1");
    ann.start("r", "typing", "");
    time.until(() -> second.heard().size() == 1);
    proxy.cut();
    proxy.freeze();
    ann.stop("r", "typing");
    time.until(() -> first.heard().size() == 2);
    assertThat(time.until(() -> second.heard().size() == 2))
        .isBetween(LIFETIME.minusSeconds(2), LIFETIME.plusSeconds(4));
    proxy.resume();
    time.until(() -> redis.subscribers("carillon:signals:test") == 2);
    ann.start("r", "typing", "back");
    time.until(() -> second.heard().contains("r +ann back"));
  }

  @Test
  void rubbishOnTheChannelIsDropped() {
    for (String rubbish :
        List.of(
            "",
            "[1,\"nobody\",\"o\",[[\"r\",\"evil\",\"1\",\"typing\",\"\"]]]",
            "[1,\"n1\",\"o\",[[\"r\",\"evil\",\"1\",7,\"\"]]]",
            "[1,\"n1\",\"o\",[[\"r\",\"evil\"]]]",
            "[2,\"n1\",\"o\",[]]",
            "[1,\"n1\",\"o\",[]] ,",
            "[1,\"n1\",\"o\",[[\"r\",\"evil\",\"1\",\"typing\",\"" + "x".repeat(2000) + "\"]]]")) {
      redis.call("PUBLISH", "carillon:signals:test", rubbish);
    }
    first.signals.sender("ann", "1").start("r", "typing", "");
    time.until(() -> !second.heard().isEmpty());
    assertThat(second.heard()).containsExactly("r +ann");
  }
}

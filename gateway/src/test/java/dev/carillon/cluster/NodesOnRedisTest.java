package dev.carillon.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Answers;
import dev.carillon.core.Answers.Absence;
import dev.carillon.core.Broker;
import dev.carillon.redis.RedisLink;
import dev.carillon.redis.RedisSettings;
import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several nodes with a link to one Redis each, which can be cut.
class NodesOnRedisTest extends NodesBehaviour {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofSeconds(1);

  private static RedisServer redis;

  private final List<FaultyProxy> proxies = new ArrayList<>();
  private final List<RedisLink> links = new ArrayList<>();

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.call("FLUSHALL");
  }

  @Override
  protected Links link() {
    FaultyProxy proxy = FaultyProxy.to(redis.port());
    proxies.add(proxy);
    RedisLink link =
        RedisLink.connect(
            RedisSettings.of("redis://127.0.0.1:" + proxy.port())
                .with(to -> to.commandTimeout = Duration.ofSeconds(1)));
    links.add(link);
    await().atMost(PATIENCE).until(() -> link.broker().state() == Broker.State.READY);
    return new Links(link.broker(), link.store());
  }

  @AfterEach
  void closeLinks() {
    links.forEach(RedisLink::close);
    proxies.forEach(FaultyProxy::close);
  }

  @Test
  void whoUsesNoNodesLeavesNoTraceInRedis() {
    var idle = new Node(LEASE);
    assertThat(idle.id()).isNotEmpty();
    assertThat(redis.subscribers("carillon:nodes")).isZero();
    assertThat(redis.call("EXISTS", "carillon:nodes")).isEqualTo(0L);
  }

  @Test
  void anOutageForAllSuspendsThemAndKillsNobody() {
    List<Node> three = start(3, LEASE);
    List<String> ids = three.stream().map(Node::id).toList();
    proxies.forEach(FaultyProxy::cut);
    for (Node node : three) {
      await().atMost(PATIENCE).until(() -> node.told.contains("suspended"));
      assertThat(node.nodes.holdsLease()).isFalse();
      assertThat(node.nodes.present()).containsExactlyInAnyOrderElementsOf(ids);
    }
    // Past the leases: whoever looks first sees all others overdue.
    await().atMost(PATIENCE).until(() -> leases("-inf", now()) == 3);
    for (FaultyProxy proxy : proxies) {
      proxy.resume();
    }
    for (Node node : three) {
      await()
          .atMost(PATIENCE)
          .until(() -> node.told.lastIndexOf("resumed") > node.told.indexOf("suspended"));
    }
    // All have renewed for so long that whoever wanted to end a lease would have.
    String longAfter = Long.toString(Long.parseLong(now()) + 4 * LEASE.toMillis());
    await().atMost(PATIENCE).until(() -> leases(longAfter, "+inf") == 3);
    for (Node node : three) {
      assertThat(node.told).noneMatch(t -> t.startsWith("left") || t.startsWith("lapsed"));
      assertThat(node.nodes.present()).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static long leases(String fromMillis, String toMillis) {
    return redis.call("ZCOUNT", "carillon:nodes", fromMillis, toMillis) instanceof Long count
        ? count
        : -1;
  }

  private static String now() {
    if (redis.call("TIME") instanceof List<?> time) {
      return time.getFirst() + "000";
    }
    throw new AssertionError("no time");
  }

  @Test
  void whoIsCutOffAsksOnlyItselfAndSaysSo() {
    List<Node> two = start(2, Duration.ofMinutes(5));
    two.forEach(node -> node.answers("here"));
    proxies.getFirst().cut();
    Node cutOff = two.getFirst();
    await().atMost(PATIENCE).until(() -> cutOff.links.broker().state() == Broker.State.DOWN);

    Answers answers =
        cutOff
            .nodes
            .ask("t", "?".getBytes(UTF_8), PATIENCE)
            .toCompletableFuture()
            .orTimeout(30, TimeUnit.SECONDS)
            .join();

    assertThat(answers.parts()).extracting(Answers.Part::node).containsExactly(cutOff.id());
    assertThat(answers.missing()).isEqualTo(Map.of(two.getLast().id(), Absence.UNREACHABLE));
  }

  @Test
  void aRedisThatForgotEverythingMakesAllLapse() {
    List<Node> two = start(2, LEASE);
    List<String> ids = two.stream().map(Node::id).toList();
    redis.call("DEL", "carillon:nodes");
    for (Node node : two) {
      await()
          .atMost(PATIENCE)
          .until(() -> node.told.stream().anyMatch(told -> told.startsWith("lapsed")));
    }
    await()
        .atMost(PATIENCE)
        .until(() ->
            two.getFirst().nodes.present().equals(two.getLast().nodes.present())
                && two.getFirst().nodes.present().size() == 2);
    assertThat(two.getFirst().nodes.present()).doesNotContainAnyElementsOf(ids);
  }
}

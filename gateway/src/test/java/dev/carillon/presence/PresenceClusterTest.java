package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several nodes on one Redis: one list, told on each.
class PresenceClusterTest {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Time time = new Time();
  private final HandNodes cluster = new HandNodes();
  private final List<AutoCloseable> open = new ArrayList<>();
  private RedisServer redis;

  @BeforeEach
  void startRedis() {
    redis = RedisServer.start();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    redis.close();
  }

  private TestNode node(String id) {
    return node(id, redis.port());
  }

  private TestNode node(String id, int port) {
    TestNode node =
        TestNode.onRedis(cluster.join(id), time.clock, PresenceSettings.defaults(), port);
    open.add(node);
    node.awaitReady(time);
    return node;
  }

  private void kill(String id, TestNode node) {
    node.close();
    open.remove(node);
    cluster.die(id);
  }

  @Test
  void allNodesTellTheSame() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    one.presence.enter("r", "ann", "1", "at one");
    Visit ben = two.presence.enter("r", "ben", "1", "at two");
    for (TestNode node : List.of(one, two)) {
      time.until(() -> node.users("r").equals(List.of("ann", "ben")));
    }
    ben.update("moved");
    time.until(() -> one.heard("r =ben") == 1);
    ben.leave();
    assertThat(time.until(() -> one.heard("r -ben") == 1)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void whoIsReadyKnowsWhoWasThereBefore() {
    TestNode one = node("n1");
    for (int i = 0; i < 3000; i++) {
      one.presence.enter("r", "u" + i, "1", "x".repeat(200));
    }
    TestNode two = node("n2");
    assertThat(two.presence.devices()).isEqualTo(3000);
    var got = new ArrayList<Roster>();
    two.presence.tell("r", got::add);
    time.until(() -> !got.isEmpty());
    assertThat(got.getFirst().users()).hasSize(3000);
  }

  @Test
  void aUserOnTwoNodesIsOneAndLeavesOnce() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    Visit phone = one.presence.enter("r", "ann", "phone", "");
    Visit desk = two.presence.enter("r", "ann", "desk", "");
    for (TestNode node : List.of(one, two)) {
      time.until(() -> node.devices("r", "ann") == 2);
    }
    phone.lost();
    time.pass(GRACE.plusSeconds(2));
    assertThat(one.users("r")).containsExactly("ann");
    desk.lost();
    time.pass(GRACE.plusSeconds(2));
    for (TestNode node : List.of(one, two)) {
      assertThat(node.heard("r +ann")).isOne();
      assertThat(node.heard("r -ann")).isOne();
    }
  }

  @Test
  void movingToAnotherNodeWithinTheGraceIsNoGoing() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    Visit before = one.presence.enter("r", "ann", "1", "");
    time.until(() -> two.heard("r +ann") == 1);
    before.lost();
    time.pass(Duration.ofSeconds(3));
    two.presence.enter("r", "ann", "2", "");
    time.pass(GRACE.multipliedBy(2));
    for (TestNode node : List.of(one, two)) {
      assertThat(node.heard("r -ann")).isZero();
      assertThat(node.devices("r", "ann")).isOne();
    }
  }

  @Test
  void theUsersOfADeadNodeLeaveOnceUnlessTheyReturn() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    TestNode three = node("n3");
    for (int i = 0; i < 100; i++) {
      one.presence.enter("r", "u" + i, "1", "");
    }
    two.presence.enter("r", "u0", "other device", "");
    time.until(() -> two.users("r").size() == 100 && three.users("r").size() == 100);
    kill("n1", one);
    time.pass(Duration.ofSeconds(2));
    for (int i = 1; i < 50; i++) {
      three.presence.enter("r", "u" + i, "2", "");
    }
    time.pass(GRACE.plusSeconds(3));
    for (TestNode node : List.of(two, three)) {
      assertThat(node.users("r")).hasSize(50);
      for (int i = 0; i < 100; i++) {
        assertThat(node.heard("r -u" + i)).as("u" + i).isEqualTo(i < 50 ? 0 : 1);
        assertThat(node.heard("r +u" + i)).isOne();
      }
    }
  }

  @Test
  void aPresenceThatIsClosedTakesItsUsersWithItThoughItsNodeStays() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    one.presence.enter("r", "ann", "1", "");
    time.until(() -> two.heard("r +ann") == 1);
    one.presence.close();
    assertThat(time.until(() -> two.heard("r -ann") == 1)).isLessThan(GRACE.multipliedBy(2));
  }

  @Test
  void ofANodeThatIsNotPresentNothingIsBelieved() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    one.presence.enter("r", "ann", "1", "");
    time.until(() -> two.heard("r +ann") == 1);
    cluster.die("n1");
    one.presence.enter("r", "ben", "1", "");
    time.pass(GRACE.multipliedBy(3));
    assertThat(two.heard()).containsExactly("r +ann", "r -ann");
  }

  @Test
  void aNodeThatWasTakenForDeadAndIsBackIsToldOnceEach() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    one.presence.enter("r", "ann", "1", "");
    time.until(() -> two.heard("r +ann") == 1);
    cluster.die("n1");
    time.until(() -> two.heard("r -ann") == 1);
    cluster.lapse("n1", "n1b");
    time.until(() -> two.heard("r +ann") == 2);
    time.pass(GRACE.multipliedBy(2));
    assertThat(two.heard()).containsExactly("r +ann", "r -ann", "r +ann");
    assertThat(one.heard()).containsExactly("r +ann");
  }

  @Test
  void aNodeThatIsBackWithinTheGraceWasNeverGone() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    one.presence.enter("r", "ann", "1", "");
    time.until(() -> two.heard("r +ann") == 1);
    cluster.die("n1");
    time.pass(Duration.ofSeconds(1));
    cluster.lapse("n1", "n1b");
    time.pass(GRACE.multipliedBy(3));
    assertThat(two.heard()).containsExactly("r +ann");
  }

  @Test
  void aLostLinkIsMadeUpForWithoutFalseGoings() {
    try (var proxy = FaultyProxy.to(redis.port())) {
      TestNode one = node("n1");
      TestNode two = node("n2", proxy.port());
      Visit ann = one.presence.enter("r", "ann", "1", "");
      Visit ben = two.presence.enter("r", "ben", "1", "");
      one.presence.enter("r", "cem", "1", "");
      for (TestNode node : List.of(one, two)) {
        time.until(() -> node.users("r").size() == 3);
      }
      proxy.cut();
      proxy.freeze();
      ann.leave();
      ben.update("changed");
      one.presence.enter("r", "dan", "1", "");
      two.presence.enter("r", "eve", "1", "");
      time.pass(Duration.ofSeconds(20));
      assertThat(two.users("r")).containsExactly("ann", "ben", "cem", "eve");
      proxy.resume();
      for (TestNode node : List.of(one, two)) {
        time.until(() -> node.users("r").equals(List.of("ben", "cem", "dan", "eve")));
      }
      time.pass(GRACE.multipliedBy(2));
      for (TestNode node : List.of(one, two)) {
        assertThat(node.heard().stream().filter(what -> what.contains("-")))
            .as("nobody but ann went")
            .containsExactly("r -ann");
      }
    }
  }

  @Test
  void aRedisThatLostEverythingChangesNothing() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    one.presence.enter("r", "ann", "1", "");
    two.presence.enter("r", "ben", "1", "");
    for (TestNode node : List.of(one, two)) {
      time.until(() -> node.users("r").size() == 2);
    }
    redis.kill();
    time.pass(Duration.ofSeconds(20));
    one.presence.enter("r", "cem", "1", "");
    redis.restart();
    time.until(() -> two.users("r").size() == 3);
    time.pass(GRACE);
    assertThat(two.heard()).filteredOn(what -> what.contains("-")).isEmpty();
  }

  @Test
  void rubbishOnTheChannelIsDropped() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    for (String rubbish :
        List.of(
            "",
            "[1,\"steps\",\"n1\",\"forged\",7,[[\"r\",\"evil\",\"1\",1,\"\"]]]",
            "[1,\"steps\",\"nobody\",\"forged\",0,[[\"r\",\"evil\",\"1\",1,\"\"]]]",
            "[1,\"part\",\"n1\",\"forged\",9,1,2,[[\"r\",\"evil\",\"1\",1,\"\"]]]",
            "{\"no\":1}")) {
      redis.call("PUBLISH", "carillon:presence:test", rubbish);
    }
    one.presence.enter("r", "ann", "1", "");
    time.until(() -> two.users("r").contains("ann"));
    assertThat(two.users("r")).containsExactly("ann");
  }

  @Test
  void whoeverComesNodesSpeakAFewTimesASecond() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    var messages = new AtomicInteger();
    var counting =
        two.services
            .broker()
            .subscribe("carillon:presence:test", (channel, bytes) -> messages.incrementAndGet());
    Time.still(counting.confirmed().toCompletableFuture()::isDone);
    for (int i = 0; i < 5000; i++) {
      one.presence.enter("r", "u" + i, "1", "");
      if (i % 50 == 0) {
        time.pass(Duration.ofMillis(100));
      }
    }
    time.until(() -> two.presence.devices() == 5000);
    assertThat(messages.get()).as("of 5,000 joins in ten seconds").isLessThan(300);
    assertThat(two.batches()).isLessThan(30);
  }
}

package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several nodes on one Redis, and one backend.
class ReportsClusterTest {
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// Leases are kept by the clock of Redis, which nobody can turn: short ones.
  private static final ReportSettings SETTINGS =
      ReportSettings.defaults()
          .with(to -> {
            to.longestPause = Duration.ofSeconds(1);
            to.lease = Duration.ofMillis(1500);
          });

  private final Time time = new Time();
  private final HandNodes cluster = new HandNodes();
  private final TestBackend backend = new TestBackend();
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
    node.report(backend, SETTINGS);
    return node;
  }

  private void kill(String id, TestNode node) {
    node.close();
    open.remove(node);
    cluster.die(id);
  }

  @Test
  void aUserOnTwoNodesIsOneUser() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    Visit phone = one.presence.enter("r", "ann", "1", "");
    Visit desk = two.presence.enter("r", "ann", "2", "");
    time.until(() -> backend.size() == 1);
    phone.lost();
    time.pass(GRACE.multipliedBy(2));
    assertThat(backend.words()).containsExactly("online ann");
    one.presence.enter("r", "ann", "3", "").lost();
    desk.lost();
    time.until(() -> backend.size() == 3);
    time.pass(GRACE.multipliedBy(2));
    assertThat(backend.words()).containsExactly("online ann", "offline ann", "empty r");
  }

  @Test
  void whenANodeDiesThoseWhoDoNotReturnAreToldOnce() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    TestNode three = node("n3");
    int users = 5000;
    for (int i = 0; i < users; i++) {
      one.presence.enter("r", "u" + i, "1", "");
    }
    time.until(() -> backend.count(Report.Kind.ONLINE) == users);
    one.close();
    open.remove(one);
    for (int second = 0; second < 10; second++) {
      if (second == 7) {
        cluster.die("n1");
      }
      for (int i = second * users / 20; i < (second + 1) * users / 20; i++) {
        (i % 2 == 0 ? two : three).presence.enter("r", "u" + i, "2", "");
      }
      time.pass(Duration.ofSeconds(1));
    }
    time.until(() -> backend.count(Report.Kind.OFFLINE) == users / 2);
    time.pass(GRACE.multipliedBy(2));
    assertThat(backend.count(Report.Kind.OFFLINE)).isEqualTo(users / 2);
    assertThat(backend.count(Report.Kind.ONLINE)).isEqualTo(users);
    assertThat(backend.count(Report.Kind.EMPTY)).isZero();
    for (int i = 0; i < users; i++) {
      assertThat(backend.of("u" + i)).hasSize(i < users / 2 ? 1 : 2);
    }
  }

  @Test
  void aNodeThatWasPausedIsToldOfflineOnceAndOnlineOnce() {
    TestNode one = node("n1");
    node("n2");
    one.presence.enter("r", "ann", "1", "");
    time.until(() -> backend.size() == 1);
    cluster.die("n1");
    time.until(() -> backend.size() == 3);
    cluster.lapse("n1", "n1b");
    time.until(() -> backend.size() == 4);
    time.pass(GRACE.multipliedBy(3));
    assertThat(backend.words())
        .containsExactly("online ann", "offline ann", "empty r", "online ann");
  }

  @Test
  void aNodeThatIsBackWithinTheGraceWasNeverAway() {
    TestNode one = node("n1");
    node("n2");
    one.presence.enter("r", "ann", "1", "");
    time.until(() -> backend.size() == 1);
    cluster.die("n1");
    time.pass(Duration.ofSeconds(2));
    cluster.lapse("n1", "n1b");
    time.pass(GRACE.multipliedBy(3));
    assertThat(backend.words()).containsExactly("online ann");
  }

  @Test
  void whenAllHaveDiedTheNextOneTells() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    one.presence.enter("r", "ann", "1", "");
    two.presence.enter("r", "ben", "1", "");
    time.until(() -> backend.size() == 2);
    kill("n1", one);
    kill("n2", two);
    node("n3");
    time.until(() -> backend.size() == 5);
    assertThat(backend.words().subList(2, 5))
        .containsExactlyInAnyOrder("offline ann", "offline ben", "empty r")
        .endsWith("empty r");
  }

  @Test
  void whenTheNodeThatTellsDiesAnotherGoesOn() {
    TestNode one = node("n1");
    one.presence.enter("r", "ann", "1", "");
    time.until(() -> backend.size() == 1);
    TestNode two = node("n2");
    backend.setAway(true);
    two.presence.enter("r", "ben", "1", "");
    time.pass(Duration.ofSeconds(5));
    kill("n1", one);
    backend.setAway(false);
    time.until(() -> backend.size() == 3);
    assertThat(backend.words()).containsExactly("online ann", "online ben", "offline ann");
  }

  @Test
  void aLostLinkIsMadeUpForWithoutFalseReports() throws Exception {
    try (var proxy = FaultyProxy.to(redis.port())) {
      TestNode one = node("n1", proxy.port());
      Visit ann = one.presence.enter("r", "ann", "1", "");
      one.presence.enter("r", "ben", "1", "");
      time.until(() -> backend.size() == 2);
      proxy.cut();
      proxy.freeze();
      ann.leave();
      one.presence.enter("r", "cem", "1", "").leave();
      one.presence.enter("r", "dan", "1", "");
      time.pass(Duration.ofSeconds(20));
      proxy.resume();
      time.until(() -> backend.size() == 4);
      time.pass(GRACE.multipliedBy(2));
      assertThat(backend.words()).hasSize(4).contains("offline ann", "online dan");
    }
  }

  @Test
  void aRedisThatLostEverythingCostsNoReportTwice() {
    TestNode one = node("n1");
    TestNode two = node("n2");
    Visit ann = one.presence.enter("r", "ann", "1", "");
    two.presence.enter("r", "ben", "1", "");
    time.until(() -> backend.size() == 2);
    redis.kill();
    ann.leave();
    one.presence.enter("r", "cem", "1", "");
    time.pass(Duration.ofSeconds(20));
    redis.restart();
    time.until(() -> backend.size() == 4);
    time.pass(GRACE.multipliedBy(2));
    assertThat(backend.words())
        .containsExactlyInAnyOrder("online ann", "online ben", "offline ann", "online cem");
  }

  @Test
  void itCostsNoneEitherIfTheSameNodeIsTheFirstAgain() {
    TestNode one = node("n1");
    Visit ann = one.presence.enter("r", "ann", "1", "");
    one.presence.enter("r", "ben", "1", "");
    time.until(() -> backend.size() == 2);
    redis.kill();
    ann.leave();
    time.pass(Duration.ofSeconds(5));
    redis.restart();
    time.until(() -> backend.size() == 3);
    time.pass(GRACE.multipliedBy(2));
    assertThat(backend.words()).containsExactly("online ann", "online ben", "offline ann");
  }
}

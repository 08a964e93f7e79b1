package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.Nodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What backends are told by one node, on whichever broker and store.
abstract class ReportsBehaviour {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(2);

  final Time time = new Time();
  private final HandNodes cluster = new HandNodes();
  private final TestBackend backend = new TestBackend();
  private TestNode node;

  abstract TestNode open(Nodes nodes, PresenceSettings settings);

  @BeforeEach
  void openNode() {
    node = open(cluster.join("n1"), PresenceSettings.defaults());
    node.awaitReady(time);
  }

  private void report() {
    node.report(
        backend,
        ReportSettings.defaults()
            .with(to -> {
              to.batch = 10;
              to.pause = Duration.ofMillis(200);
            }));
  }

  @AfterEach
  void closeNode() {
    node.close();
  }

  @Test
  void onlineIsToldSoonAndOfflineAndEmptyAfterTheGraceEachOnce() {
    report();
    Visit phone = node.presence.enter("r", "ann", "phone", "");
    Visit desk = node.presence.enter("s", "ann", "desk", "");
    assertThat(time.until(() -> backend.size() == 1)).isLessThan(SOON);
    phone.lost();
    time.pass(GRACE.plus(SOON));
    assertThat(backend.words()).containsExactly("online ann", "empty r");
    desk.lost();
    assertThat(time.until(() -> backend.size() == 4))
        .isBetween(GRACE.minusMillis(100), GRACE.plus(SOON));
    assertThat(backend.words()).containsExactly("online ann", "empty r", "offline ann", "empty s");
    time.pass(GRACE.multipliedBy(2));
    assertThat(backend.size()).isEqualTo(4);
  }

  @Test
  void aReloadIsNotTold() {
    report();
    Visit before = node.presence.enter("r", "ann", "1", "");
    time.until(() -> backend.size() == 1);
    before.lost();
    time.pass(Duration.ofSeconds(4));
    node.presence.enter("r", "ann", "2", "");
    time.pass(GRACE.multipliedBy(2));
    assertThat(backend.words()).containsExactly("online ann");
  }

  @Test
  void aBackendThatIsAwayForAMinuteMissesNothingAndKeepsTheOrder() {
    report();
    backend.setAway(true);
    for (int round = 0; round < 3; round++) {
      var visits = new ArrayList<Visit>();
      for (int i = 0; i < 20; i++) {
        visits.add(node.presence.enter("r", "u" + i, "1", ""));
      }
      time.pass(Duration.ofSeconds(10));
      visits.forEach(Visit::leave);
      time.pass(Duration.ofSeconds(10));
    }
    assertThat(backend.size()).isZero();
    assertThat(backend.refused()).as("attempts that become rarer").isBetween(5, 60);
    backend.setAway(false);
    time.until(() -> backend.size() == 3 * (20 + 20 + 1));
    for (int i = 0; i < 20; i++) {
      assertThat(backend.of("u" + i))
          .containsExactly("online", "offline", "online", "offline", "online", "offline");
    }
    assertThat(backend.of("r")).containsExactly("empty", "empty", "empty");
  }

  @Test
  void theRateIsBounded() {
    report();
    for (int i = 0; i < 100; i++) {
      node.presence.enter("r", "u" + i, "1", "");
    }
    Duration took = time.until(Duration.ofMillis(50), () -> backend.size() == 100);
    assertThat(backend.batches()).allMatch(size -> size <= 10);
    assertThat(took).as("ten batches, nine pauses").isGreaterThanOrEqualTo(Duration.ofMillis(1700));
  }

  @Test
  void aBackendWithABugIsTriedAgain() {
    var attempts = new AtomicInteger();
    node.report(
        batch -> {
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("a backend's bug");
          }
          backend.tell(batch);
        },
        ReportSettings.defaults());
    node.presence.enter("r", "ann", "1", "");
    time.until(() -> backend.words().equals(List.of("online ann")));
    assertThat(attempts).hasValue(3);
  }
}

package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.carillon.core.Nodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a presence promises on one node, on whichever broker.
abstract class PresenceBehaviour {
  final Time time = new Time();
  final HandNodes cluster = new HandNodes();
  private TestNode node;

  abstract TestNode open(Nodes nodes, PresenceSettings settings);

  @BeforeEach
  void openNode() {
    node = open(cluster.join("n1"), PresenceSettings.defaults().with(to -> to.maxDevices = 1000));
    node.awaitReady(time);
  }

  @AfterEach
  void closeNode() {
    node.close();
  }

  @Test
  void whoEntersIsToldAtOnceAndWhoIsLostAfterTheGrace() {
    Visit ann = node.presence.enter("r", "ann", "1", "{}");
    Time.still(() -> node.heard("r +ann") == 1);
    ann.lost();
    assertThat(time.until(() -> node.heard("r -ann") == 1))
        .isBetween(Duration.ofMillis(4900), Duration.ofMillis(5200));
    assertThat(node.heard()).containsExactly("r +ann", "r -ann");
    assertThat(node.presence.devices()).isZero();
  }

  @Test
  void aReloadIsNoGoing() {
    Visit before = node.presence.enter("r", "ann", "1", "");
    Time.still(() -> node.heard("r +ann") == 1);
    before.lost();
    time.pass(Duration.ofSeconds(4));
    node.presence.enter("r", "ann", "2", "");
    time.pass(Duration.ofSeconds(8));
    assertThat(node.heard()).containsExactly("r +ann", "r ~ann");
    assertThat(node.users("r")).containsExactly("ann");
  }

  @Test
  void whoLeavesIsGoneAtOnce() {
    Visit ann = node.presence.enter("r", "ann", "1", "");
    Time.still(() -> node.heard("r +ann") == 1);
    ann.leave();
    assertThat(time.until(() -> node.heard("r -ann") == 1)).isLessThan(Duration.ofSeconds(1));
    ann.lost();
    ann.update("nobody there");
    time.pass(Duration.ofSeconds(6));
    assertThat(node.heard()).hasSize(2);
  }

  @Test
  void devicesHaveStatesOfTheirOwn() {
    Visit phone = node.presence.enter("r", "ann", "phone", "idle");
    Visit desk = node.presence.enter("r", "ann", "desk", "idle");
    time.until(() -> node.devices("r", "ann") == 2);
    desk.update("busy");
    time.until(() -> node.heard("r =ann") == 1);
    assertThat(node.presence.roster("r").users().getFirst().devices())
        .extracting(Device::id, Device::state)
        .containsExactlyInAnyOrder(tuple("phone", "idle"), tuple("desk", "busy"));
    phone.lost();
    time.until(() -> node.devices("r", "ann") == 1);
    assertThat(node.heard("r -ann")).isZero();
    assertThat(desk.device().state()).isEqualTo("busy");
  }

  @Test
  void aVisitThatMadeRoomForAnotherEndsNothing() {
    Visit old = node.presence.enter("r", "ann", "1", "old");
    node.presence.enter("r", "ann", "1", "new");
    old.leave();
    old.update("late");
    time.pass(Duration.ofSeconds(6));
    assertThat(node.users("r")).containsExactly("ann");
    assertThat(node.presence.roster("r").users().getFirst().devices().getFirst().state())
        .isEqualTo("new");
  }

  @Test
  void aNewcomerIsInTheListItGetsAndHearsWhatFollows() {
    record Seen(String what, long version) {}
    var seen = Collections.synchronizedList(new ArrayList<Seen>());
    node.presence.onChange(batch -> seen.add(new Seen("batch", batch.version())));
    for (int i = 0; i < 50; i++) {
      String user = "u" + i;
      node.presence.enter("r", user, "1", "");
      node.presence.tell(
          "r",
          roster -> {
            assertThat(roster.users()).extracting(PresentUser::id).contains(user);
            seen.add(new Seen(user, roster.version()));
          });
      if (i % 10 == 0) {
        time.pass(Duration.ofMillis(100));
      }
    }
    time.until(() -> seen.stream().filter(one -> !one.what.equals("batch")).count() == 50);
    long told = 0;
    for (Seen one : List.copyOf(seen)) {
      if (one.what.equals("batch")) {
        assertThat(one.version).isGreaterThan(told);
        told = one.version;
      } else {
        assertThat(one.version).as("the list is what was told so far").isEqualTo(told);
      }
    }
  }

  @Test
  void aListenerThatFailsHarmsNobody() {
    node.presence.onChange(batch -> {
      throw new IllegalStateException("a listener's bug");
    });
    List<Long> later = new CopyOnWriteArrayList<>();
    node.presence.onChange(batch -> later.add(batch.version()));
    node.presence.enter("r", "ann", "1", "");
    Time.still(() -> later.size() == 1);
    node.presence.enter("s", "ann", "1", "");
    Time.still(() -> later.size() == 2);
  }

  @Test
  void namesStatesAndNumbersHaveLimits() {
    Presence presence = node.presence;
    String long4097 = "x".repeat(4097);
    assertThatThrownBy(() -> presence.enter("r", "ann", "1", long4097))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("xx");
    Visit ann = presence.enter("r", "ann", "1", "");
    assertThatThrownBy(() -> ann.update(long4097)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> presence.enter(long4097, "ann", "1", ""))
        .isInstanceOf(IllegalArgumentException.class);
    for (int i = 1; i < 1000; i++) {
      presence.enter("r", "u" + i, "1", "");
    }
    assertThatThrownBy(() -> presence.enter("r", "one too many", "1", ""))
        .isInstanceOf(TooManyDevicesException.class);
    ann.leave();
    presence.enter("r", "now there is a place", "1", "");
  }

  @Test
  void aClosedPresenceLetsNobodyIn() {
    node.presence.close();
    assertThatThrownBy(() -> node.presence.enter("r", "ann", "1", ""))
        .isInstanceOf(IllegalStateException.class);
  }
}

package dev.carillon.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.cluster.NodeMessage.Change;
import dev.carillon.cluster.NodeMessage.Hint;
import dev.carillon.core.Leases;
import dev.carillon.core.Nodes.Departure;
import dev.carillon.core.StoreException;
import dev.carillon.memory.MemoryStore;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is there, decided by beats that the test gives, on a clock that the test moves.
class RosterTest {
  private static final NodeSettings SETTINGS = NodeSettings.defaults();
  private static final Duration LEASE = SETTINGS.lease;
  private static final Duration BEAT = SETTINGS.interval();

  private final FakeClock clock = new FakeClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final List<Hint> hints = new ArrayList<>();

  /// A node whose link to the store can be cut.
  private final class Node implements Leases {
    final Roster roster;
    boolean cut;
    int ids;

    Node(String name) {
      roster = new Roster(this, clock, SETTINGS, () -> name + ++ids, hints::add);
    }

    String self() {
      return roster.view().self();
    }

    private Leases leases() {
      if (cut) {
        throw new StoreException("cut", new IllegalStateException());
      }
      return store.leases("nodes");
    }

    @Override
    public void begin(String holder, Duration lifetime) {
      leases().begin(holder, lifetime);
    }

    @Override
    public boolean renew(String holder, Duration lifetime) {
      return leases().renew(holder, lifetime);
    }

    @Override
    public Map<String, Duration> all() {
      return leases().all();
    }

    @Override
    public boolean end(String holder) {
      return leases().end(holder);
    }

    @Override
    public List<String> endOverdue() {
      return leases().endOverdue();
    }
  }

  private final Node a = new Node("a");
  private final Node b = new Node("b");
  private final Node c = new Node("c");

  /// Lets time pass, with beats of those nodes that live.
  private void pass(Duration time, Node... living) {
    for (Duration left = time; left.isPositive(); left = left.minus(BEAT)) {
      clock.advance(BEAT);
      beat(living);
    }
  }

  private static void beat(Node... living) {
    for (Node node : living) {
      try {
        node.roster.beat();
      } catch (StoreException e) {
        assertThat(node.cut).isTrue();
      }
    }
  }

  /// All three are there, and have been for long enough to judge.
  private void settle() {
    beat(a, b, c);
    pass(LEASE.plus(BEAT), a, b, c);
    hints.clear();
  }

  @Test
  void nodesSeeEachOther() {
    beat(a, b, a);
    assertThat(a.roster.view().present()).containsExactlyInAnyOrder("a1", "b1");
    assertThat(b.roster.view().others()).containsExactly("a1");
    assertThat(hints).containsExactly(new Hint(Change.JOINED, "a1"), new Hint(Change.JOINED, "b1"));
  }

  @Test
  void whoStopsIsGoneAtTheNextLook() {
    settle();
    assertThat(c.roster.farewell()).isTrue();
    assertThat(c.roster.farewell()).isFalse();
    a.roster.stopping("c1");
    beat(a, b);
    assertThat(a.roster.view().others()).containsExactly("b1");
    assertThat(a.roster.view().departed()).containsEntry("c1", Departure.STOPPED);
    // The hint was lost on its way to this one.
    assertThat(b.roster.view().departed()).containsEntry("c1", Departure.DIED);
    assertThat(c.roster.holdsLease()).isFalse();
  }

  @Test
  void whoDiesIsGoneAfterTheLeaseAndOneBeatAndBuriedByOne() {
    settle();
    pass(LEASE.minus(BEAT), a, b);
    assertThat(a.roster.view().others()).contains("c1");
    pass(BEAT.multipliedBy(2), a, b);
    assertThat(a.roster.view().others()).containsExactly("b1");
    assertThat(b.roster.view().others()).containsExactly("a1");
    assertThat(a.roster.view().departed()).containsEntry("c1", Departure.DIED);
    assertThat(b.roster.view().departed()).containsEntry("c1", Departure.DIED);
    assertThat(hints).containsExactly(new Hint(Change.DIED, "c1"));
  }

  @Test
  void thePausedKnowsFromTheFirstInstantAndGoesOnAsAnother() {
    settle();
    assertThat(c.roster.holdsLease()).isTrue();
    pass(Duration.ofSeconds(20), a, b);
    assertThat(c.roster.holdsLease()).isFalse();
    beat(c, a);
    assertThat(c.self()).isEqualTo("c2");
    assertThat(c.roster.holdsLease()).isTrue();
    assertThat(c.roster.view().others()).containsExactlyInAnyOrder("a1", "b1");
    assertThat(a.roster.view().others()).containsExactlyInAnyOrder("b1", "c2");
    assertThat(a.self()).isEqualTo("a1");
    assertThat(hints).containsExactly(new Hint(Change.DIED, "c1"), new Hint(Change.JOINED, "c2"));
  }

  @Test
  void whoWasLateButNotBuriedIsStillTheSame() {
    beat(a);
    pass(LEASE, a);
    clock.advance(Duration.ofSeconds(60));
    assertThat(a.roster.holdsLease()).isFalse();
    beat(a);
    assertThat(a.self()).isEqualTo("a1");
    assertThat(a.roster.holdsLease()).isTrue();
  }

  @Test
  void anOutageForAllKillsNobody() {
    settle();
    a.cut = b.cut = c.cut = true;
    pass(Duration.ofSeconds(20), a, b, c);
    assertThat(a.roster.holdsLease()).isFalse();
    assertThat(a.roster.view().others()).containsExactlyInAnyOrder("b1", "c1");
    a.cut = b.cut = c.cut = false;
    // The first to come back sees the leases of all others overdue.
    pass(BEAT.multipliedBy(3), a);
    pass(LEASE.multipliedBy(3), a, b, c);
    assertThat(hints).isEmpty();
    assertThat(List.of(a.self(), b.self(), c.self())).containsExactly("a1", "b1", "c1");
    assertThat(a.roster.view().others()).containsExactlyInAnyOrder("b1", "c1");
  }

  @Test
  void whoDiedInAnOutageIsMissedALeaseAfterIt() {
    settle();
    a.cut = b.cut = true;
    pass(Duration.ofSeconds(20), a, b);
    a.cut = b.cut = false;
    pass(LEASE, a, b);
    assertThat(a.roster.view().others()).contains("c1");
    pass(BEAT.multipliedBy(2), a, b);
    assertThat(a.roster.view().others()).containsExactly("b1");
    assertThat(hints).containsExactly(new Hint(Change.DIED, "c1"));
  }

  @Test
  void whoAloneIsCutOffIsDeadToTheOthersAndJudgesNobody() {
    settle();
    c.cut = true;
    pass(Duration.ofSeconds(20), a, b, c);
    assertThat(a.roster.view().others()).containsExactly("b1");
    assertThat(c.roster.holdsLease()).isFalse();
    assertThat(c.roster.view().others()).containsExactlyInAnyOrder("a1", "b1");
    c.cut = false;
    beat(c);
    assertThat(c.self()).isEqualTo("c2");
  }

  @Test
  void aStoreThatForgotEverythingMakesAllLapse() {
    settle();
    store.remove("nodes");
    beat(a, b, c, a);
    assertThat(List.of(a.self(), b.self(), c.self())).containsExactly("a2", "b2", "c2");
    assertThat(a.roster.view().others()).containsExactlyInAnyOrder("b2", "c2");
  }

  @Test
  void theDeadOfAnEarlierTimeAreBuriedByTheLiving() {
    settle();
    clock.advance(Duration.ofHours(1));
    var fresh = new Node("d");
    beat(fresh);
    pass(LEASE.plus(BEAT), fresh);
    assertThat(fresh.roster.view().others()).isEmpty();
    assertThat(fresh.roster.view().departed()).containsOnlyKeys("a1", "b1", "c1");
  }

  @Test
  void whatIsNoIdIsLeftOut() {
    store.leases("nodes").begin("no id\n", Duration.ofHours(1));
    beat(a);
    assertThat(a.roster.view().others()).isEmpty();
  }

  @Test
  void aFailureOfTheStoreChangesNothingThatIsKnown() {
    settle();
    a.cut = true;
    assertThatThrownBy(a.roster::beat).isInstanceOf(StoreException.class);
    assertThat(a.roster.view().others()).containsExactlyInAnyOrder("b1", "c1");
    assertThat(a.roster.holdsLease()).isTrue();
  }

  @Test
  void liesAboutStoppingAreNotBelievedAndDoNotPileUp() {
    settle();
    a.roster.stopping("b1");
    for (int i = 0; i < 3 * Roster.REMEMBERED; i++) {
      a.roster.stopping("nobody" + i);
    }
    pass(LEASE.plus(BEAT), a, b, c);
    assertThat(a.roster.view().others()).containsExactlyInAnyOrder("b1", "c1");
    assertThat(a.roster.view().departed()).isEmpty();
  }

  @Test
  void departuresAreForgottenAtALimit() {
    beat(a);
    for (int i = 0; i < Roster.REMEMBERED + 10; i++) {
      store.leases("nodes").begin("n" + i, Duration.ofHours(1));
    }
    beat(a);
    for (int i = 0; i < Roster.REMEMBERED + 10; i++) {
      store.leases("nodes").end("n" + i);
    }
    beat(a);
    assertThat(a.roster.view().departed()).hasSize(Roster.REMEMBERED);
  }
}

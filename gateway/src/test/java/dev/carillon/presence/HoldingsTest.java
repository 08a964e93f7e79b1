package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.Register;
import dev.carillon.memory.MemoryStore;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HoldingsTest {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final List<String> READERS = List.of("b");

  private final FakeClock clock = new FakeClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final Holdings holdings = new Holdings(clock, GRACE.toMillis());
  private Register register = store.register("r", Duration.ofDays(1));

  /// Writes what there is to write.
  private void write() {
    for (List<Register.Step> steps = holdings.take(2); !steps.isEmpty(); steps = holdings.take(2)) {
      register.apply("me", "birth", steps, READERS, 1000);
      holdings.done(steps);
    }
    assertThat(holdings.recorded()).isEqualTo(register.things("me").size());
  }

  private List<String> notes() {
    return register.notes("b", 1000).notes().stream()
        .map(note -> note.text().replaceAll("[\"\\[\\]]", "").replaceAll(",2023.*", ""))
        .toList();
  }

  @Test
  void aUserIsOnlineWithTheFirstDeviceAndOfflineAfterTheGraceOfTheLast() {
    holdings.entered("r", "ann");
    holdings.entered("s", "ann");
    write();
    holdings.gone("r", "ann", Farewell.LOST);
    holdings.gone("s", "ann", Farewell.LOST);
    clock.advance(GRACE.minusMillis(1));
    write();
    assertThat(notes()).containsExactly("online,ann");
    assertThat(holdings.nextChange()).isEqualTo(clock.millis() + 1);
    clock.advance(Duration.ofMillis(1));
    write();
    assertThat(notes()).containsExactly("online,ann", "empty,r", "offline,ann", "empty,s");
    assertThat(holdings.nextChange()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whoReturnsInTimeWasNeverGone() {
    holdings.entered("r", "ann");
    write();
    holdings.gone("r", "ann", Farewell.LOST);
    clock.advance(GRACE.minusMillis(1));
    holdings.entered("r", "ann");
    clock.advance(GRACE);
    write();
    assertThat(notes()).containsExactly("online,ann");
  }

  @Test
  void whoLeavesIsOfflineBeforeTheRoomIsEmpty() {
    holdings.entered("r", "ann");
    holdings.entered("r", "ben");
    write();
    holdings.gone("r", "ann", Farewell.LEFT);
    write();
    holdings.gone("r", "ben", Farewell.LEFT);
    write();
    assertThat(notes())
        .containsExactly("online,ann", "online,ben", "offline,ann", "offline,ben", "empty,r");
  }

  @Test
  void comingAndGoingThatWasNeverWrittenIsNothing() {
    holdings.entered("r", "ann");
    holdings.gone("r", "ann", Farewell.LEFT);
    write();
    assertThat(notes()).isEmpty();
  }

  @Test
  void stepsOfWhichNobodyKnowsAreTakenAgainAndWhatChangedMeanwhileCounts() {
    holdings.entered("r", "ann");
    List<Register.Step> lost = holdings.take(9);
    holdings.gone("r", "ann", Farewell.LEFT);
    holdings.undone(lost);
    write();
    assertThat(notes()).as("as far as is known it never was written").isEmpty();

    holdings.entered("r", "ben");
    List<Register.Step> done = holdings.take(9);
    register.apply("me", "birth", done, READERS, 1000);
    holdings.gone("r", "ben", Farewell.LEFT);
    holdings.undone(done);
    assertThat(register.apply("me", "birth", List.of(), READERS, 9).holdings())
        .as("it was done all the same, and is found by the count")
        .isNotEqualTo(holdings.recorded());
    holdings.reconcile(register.things("me"), false);
    clock.advance(GRACE);
    write();
    assertThat(notes()).containsExactly("online,ben", "offline,ben", "empty,r");
  }

  @Test
  void whoWasTakenForDeadIsOnlineAgain() {
    holdings.entered("r", "ann");
    holdings.entered("r", "ben");
    write();
    register.apply(
        "me",
        "birth",
        List.of(
            new Register.Step("u:ann", false, "offline,ann"),
            new Register.Step("u:ben", false, "offline,ben"),
            new Register.Step("r:r", false, "empty,r")),
        READERS,
        1000);
    holdings.gone("r", "ben", Farewell.LEFT);
    holdings.reconcile(register.things("me"), false);
    write();
    assertThat(notes())
        .containsExactly(
            "online,ann", "online,ben", "offline,ann", "offline,ben", "empty,r", "online,ann");
  }

  @Test
  void whatTheStoreLostIsHeldQuietlyAndOfflineIsStillTold() {
    holdings.entered("r", "ann");
    holdings.entered("r", "ben");
    holdings.entered("r", "cem");
    write();
    register = store.register("emptied", Duration.ofDays(1));
    holdings.gone("r", "ben", Farewell.LEFT);
    holdings.entered("r", "dan");
    holdings.reconcile(Set.of(), true);
    holdings.gone("r", "cem", Farewell.LOST);
    write();
    assertThat(notes()).containsExactlyInAnyOrder("offline,ben", "online,dan");
    clock.advance(GRACE);
    write();
    assertThat(notes()).contains("offline,cem").doesNotContain("online,ann", "offline,ann");
  }

  @Test
  void whatIsLeftFromAnEarlierLifeHasTheGrace() {
    register.apply("me", "b", List.of(new Register.Step("u:old", true, null)), READERS, 1000);
    holdings.reconcile(register.things("me"), false);
    write();
    assertThat(notes()).isEmpty();
    clock.advance(GRACE);
    write();
    assertThat(notes()).containsExactly("offline,old");
  }

  /// Two nodes, one register, and everything that can happen in any order: online and offline of a user
  /// take turns, and end as it stands.
  @Test
  void reportsTakeTurnsWhateverHappens() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      Register shared = store.register("shared" + seed, Duration.ofDays(1));
      var ones = List.of(new Holdings(clock, 5000), new Holdings(clock, 5000));
      List<Map<String, Integer>> devices = List.of(new HashMap<>(), new HashMap<>());
      for (int step = 0; step < 120; step++) {
        int which = random.nextInt(2);
        Holdings one = ones.get(which);
        String user = "u" + random.nextInt(3);
        int here = devices.get(which).getOrDefault(user, 0);
        switch (random.nextInt(6)) {
          case 0, 1 -> {
            one.entered("r", user);
            devices.get(which).put(user, here + 1);
          }
          case 2 -> {
            if (here > 0) {
              one.gone("r", user, Farewell.values()[random.nextInt(2)]);
              devices.get(which).put(user, here - 1);
            }
          }
          case 3 -> clock.advance(Duration.ofMillis(random.nextInt(6000)));
          case 4 -> letGoForOther(shared, ones, which, random);
          default -> flush(shared, one, "n" + which, random);
        }
      }
      clock.advance(GRACE);
      for (int which = 0; which < 2; which++) {
        ones.get(which).reconcile(shared.things("n" + which), false);
        flush(shared, ones.get(which), "n" + which, null);
      }
      Map<String, String> last = new HashMap<>();
      for (Register.Note note : shared.notes("b", 100_000).notes()) {
        var told = note.text().split(",", 3);
        String before = last.put(told[1], told[0]);
        if (!told[0].equals("[\"empty\"")) { // nobody tells that a room is not
          assertThat(told[0]).as("seed %d", seed).isNotEqualTo(before);
        }
      }
      for (int i = 0; i < 3; i++) {
        String user = "u" + i;
        boolean online = devices.stream().anyMatch(one -> one.getOrDefault(user, 0) > 0);
        assertThat("[\"online\"".equals(last.get("\"" + user + "\"")))
            .as("seed %d %s", seed, user)
            .isEqualTo(online);
      }
    }
  }

  /// One takes the other for dead, which finds out by itself, later.
  private static void letGoForOther(
      Register shared, List<Holdings> ones, int which, Random random) {
    if (random.nextInt(4) == 0) {
      String other = "n" + (1 - which);
      var steps = new ArrayList<Register.Step>();
      for (String thing : Holdings.usersFirst(shared.things(other))) {
        steps.add(new Register.Step(thing, false, Holdings.note(thing, false, new FakeClock())));
      }
      shared.apply(other, "b", steps, READERS, 100_000);
      ones.get(1 - which).reconcile(shared.things(other), false);
    }
  }

  private static void flush(Register shared, Holdings one, String name, @Nullable Random random) {
    for (List<Register.Step> steps = one.take(2); !steps.isEmpty(); steps = one.take(2)) {
      if (random != null && random.nextInt(5) == 0) {
        if (random.nextBoolean()) {
          shared.apply(name, "b", steps, READERS, 100_000);
        }
        one.undone(steps);
        return;
      }
      shared.apply(name, "b", steps, READERS, 100_000);
      one.done(steps);
    }
  }
}

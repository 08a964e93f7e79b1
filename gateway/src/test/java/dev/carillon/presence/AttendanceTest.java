package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttendanceTest {
  private static final long GRACE = 5_000;
  private static final long WINDOW = 500;

  private final FakeClock clock = new FakeClock();
  private final List<Long> wakes = new ArrayList<>();
  private final Attendance attendance = new Attendance(clock, GRACE, WINDOW, wakes::add);

  private Device enter(String room, String user, String id) {
    return enterOn("n1", room, user, id);
  }

  private Device enterOn(String node, String room, String user, String id) {
    var device = new Device(id, node, clock.now(), "");
    attendance.put(new Entry(room, user, device));
    return device;
  }

  private void pass(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  /// What is told by now, as `room: +joined -left ~devices =state`.
  private List<String> told() {
    var told = new ArrayList<String>();
    for (RoomPresence.Turn turn : attendance.take().turns()) {
      if (turn.changes() != null) {
        told.add(turn.changes().room() + ":" + words(turn.changes()));
      }
    }
    return told;
  }

  private static String words(RoomChanges batch) {
    var words = new StringBuilder();
    for (Change change : batch.changes()) {
      words.append(' ').append("+~=-".charAt(change.kind().ordinal())).append(change.user().id());
    }
    return words.toString();
  }

  @Test
  void theFirstIsToldAtOnceAndTheNextOnesTogether() {
    enter("r", "ann", "1");
    assertThat(told()).containsExactly("r: +ann");
    pass(10);
    enter("r", "ben", "1");
    pass(10);
    enter("r", "cem", "1");
    assertThat(told()).isEmpty();
    pass(WINDOW - 20);
    assertThat(told()).containsExactly("r: +ben +cem");
  }

  @Test
  void roomsHaveWindowsOfTheirOwn() {
    enter("r", "ann", "1");
    told();
    enter("s", "ann", "1");
    assertThat(told()).containsExactly("s: +ann");
  }

  @Test
  void itSaysWhenItWantsToBeAsked() {
    enter("r", "ann", "1");
    assertThat(wakes).containsExactly(Long.MIN_VALUE);
    assertThat(attendance.take().nextAt()).isEqualTo(Long.MAX_VALUE);
    Device ben = enter("r", "ben", "1");
    assertThat(wakes.getLast()).isEqualTo(clock.millis() + WINDOW);
    assertThat(attendance.take().nextAt()).isEqualTo(clock.millis() + WINDOW);
    pass(WINDOW);
    assertThat(attendance.take().nextAt()).isEqualTo(Long.MAX_VALUE);
    attendance.remove("r", "ben", ben, Farewell.LOST);
    assertThat(wakes.getLast()).isEqualTo(clock.millis() + GRACE);
    assertThat(attendance.take().nextAt()).isEqualTo(clock.millis() + GRACE);
  }

  @Test
  void comingAndGoingBetweenTwoTurnsIsNothing() {
    Device ann = enter("r", "ann", "1");
    attendance.remove("r", "ann", ann, Farewell.LOST);
    assertThat(told()).isEmpty();
    assertThat(attendance.rooms()).isZero();
  }

  @Test
  void aReloadIsNotTold() {
    Device first = enter("r", "ann", "1");
    told();
    attendance.remove("r", "ann", first, Farewell.LOST);
    pass(GRACE - 1);
    assertThat(told()).isEmpty();
    assertThat(attendance.roster("r").users()).hasSize(1);
    enter("r", "ann", "2");
    assertThat(told()).containsExactly("r: ~ann");
    pass(10 * GRACE);
    assertThat(told()).isEmpty();
  }

  @Test
  void whoDoesNotReturnLeavesOnce() {
    Device first = enter("r", "ann", "1");
    told();
    attendance.remove("r", "ann", first, Farewell.LOST);
    pass(GRACE);
    assertThat(told()).containsExactly("r: -ann");
    pass(10 * GRACE);
    assertThat(told()).isEmpty();
    assertThat(attendance.rooms()).isZero();
  }

  @Test
  void theGraceBeginsAnewWithEachLoss() {
    Device first = enter("r", "ann", "1");
    told();
    attendance.remove("r", "ann", first, Farewell.LOST);
    pass(GRACE - 1000);
    Device second = enter("r", "ann", "2");
    pass(500);
    attendance.remove("r", "ann", second, Farewell.LOST);
    pass(GRACE - 1);
    assertThat(told()).isEmpty();
    pass(1);
    assertThat(told()).containsExactly("r: -ann");
  }

  @Test
  void whoSaysGoodbyeIsGoneAtOnce() {
    Device ann = enter("r", "ann", "1");
    told();
    pass(WINDOW);
    attendance.remove("r", "ann", ann, Farewell.LEFT);
    assertThat(told()).containsExactly("r: -ann");
  }

  @Test
  void onlyTheLastDeviceHasAGrace() {
    Device phone = enter("r", "ann", "phone");
    enter("r", "ann", "desk");
    told();
    pass(WINDOW);
    attendance.remove("r", "ann", phone, Farewell.LOST);
    assertThat(told()).containsExactly("r: ~ann");
    assertThat(attendance.roster("r").users().getFirst().devices()).hasSize(1);
  }

  @Test
  void devicesOfOneIdOnTwoNodesAreTwo() {
    enterOn("n1", "r", "ann", "1");
    enterOn("n2", "r", "ann", "1");
    attendance.remove("r", "ann", "n2", "1", Farewell.LOST);
    told();
    assertThat(attendance.roster("r").users().getFirst().devices())
        .extracting(Device::origin)
        .containsExactly("n1");
  }

  @Test
  void manyStatesAreToldAsTheLastOne() {
    Device device = enter("r", "ann", "1");
    told();
    for (String state : List.of("a", "b", "c")) {
      var fresh = new Device("1", "n1", device.since(), state);
      assertThat(attendance.update("r", "ann", device, fresh)).isTrue();
      device = fresh;
    }
    pass(WINDOW);
    assertThat(told()).containsExactly("r: =ann");
    assertThat(attendance.roster("r").users().getFirst().devices().getFirst().state())
        .isEqualTo("c");
  }

  @Test
  void aDeviceThatMadeRoomForAnotherHasNoSayAnyMore() {
    Device old = enter("r", "ann", "1");
    Device successor = enter("r", "ann", "1");
    assertThat(attendance.remove("r", "ann", old, Farewell.LEFT)).isFalse();
    assertThat(attendance.update("r", "ann", old, old)).isFalse();
    assertThat(attendance.devices("n1")).isOne();
    assertThat(attendance.remove("r", "ann", successor, Farewell.LEFT)).isTrue();
  }

  @Test
  void aNodeThatDiesTakesItsUsersWithItAndTheGraceIsTheirs() {
    enterOn("n2", "r", "ann", "1");
    enterOn("n2", "r", "ben", "1");
    enterOn("n1", "r", "ann", "2");
    told();
    pass(WINDOW);
    attendance.replace("n2", List.of());
    assertThat(told()).containsExactly("r: ~ann");
    pass(GRACE);
    assertThat(told()).containsExactly("r: -ben");
    assertThat(attendance.devices("n2")).isZero();
  }

  @Test
  void aShareThatWasGoneAndIsBackWithinTheGraceIsNeverTold() {
    Device ann = enterOn("n2", "r", "ann", "1");
    told();
    attendance.replace("n2", List.of());
    pass(GRACE - 1);
    attendance.replace("n2", List.of(new Entry("r", "ann", ann)));
    pass(10 * GRACE);
    assertThat(told()).isEmpty();
  }

  @Test
  void aReplacedShareIsToldAsItsDifference() {
    Device ann = enterOn("n2", "r", "ann", "1");
    enterOn("n2", "r", "ben", "1");
    enterOn("n2", "s", "ben", "1");
    told();
    pass(WINDOW);
    var cem = new Device("9", "n2", clock.now(), "");
    attendance.replace("n2", List.of(new Entry("r", "ann", ann), new Entry("r", "cem", cem)));
    assertThat(told()).containsExactly("r: +cem");
    pass(GRACE);
    assertThat(told()).containsExactlyInAnyOrder("r: -ben", "s: -ben");
  }

  @Test
  void aNewcomerGetsTheListWithItselfBehindTheBatchThatMadeIt() {
    enter("r", "ann", "1");
    told();
    pass(10);
    enter("r", "ben", "1");
    var rosters = new ArrayList<Roster>();
    attendance.await("r", rosters::add);
    assertThat(attendance.take().turns()).as("the window is not over").isEmpty();
    pass(WINDOW);
    RoomPresence.Turn turn = attendance.take().turns().getFirst();
    RoomChanges batch = Objects.requireNonNull(turn.changes());
    Roster roster = Objects.requireNonNull(turn.roster());
    assertThat(turn.newcomers()).hasSize(1);
    assertThat(roster.version()).isEqualTo(batch.version());
    assertThat(roster.users()).extracting(PresentUser::id).containsExactly("ann", "ben");
  }

  @Test
  void whoOnlyWaitsForTheListWaitsForNoWindow() {
    enter("r", "ann", "1");
    told();
    attendance.await("r", roster -> {});
    attendance.await("nobody here", roster -> {});
    assertThat(attendance.take().turns()).hasSize(2);
    assertThat(attendance.rooms()).isOne();
  }

  @Test
  void versionsGrowThoughARoomEndsAndComesAnew() {
    long last = 0;
    for (int i = 0; i < 3; i++) {
      Device ann = enter("r", "ann", "1");
      for (Farewell how : new Farewell[] {null, Farewell.LEFT}) {
        if (how != null) {
          attendance.remove("r", "ann", ann, how);
        }
        RoomChanges batch = Objects.requireNonNull(attendance.take().turns().getFirst().changes());
        assertThat(batch.version()).isGreaterThan(last);
        assertThat(attendance.roster("r").version()).isEqualTo(batch.version());
        last = batch.version();
        pass(WINDOW);
      }
      assertThat(attendance.rooms()).isZero();
    }
  }

  /// Whatever happens in whatever order: a roster and the batches after it are the next roster.
  @Test
  void batchesAppliedToARosterGiveTheNextRoster() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      Map<String, PresentUser> mine = new LinkedHashMap<>();
      var live = new ArrayList<Entry>();
      long version = attendance.roster("r").version();
      attendance.roster("r").users().forEach(user -> mine.put(user.id(), user));
      for (int step = 0; step < 100; step++) {
        act(random, live);
        pass(random.nextInt(2 * (int) WINDOW));
        for (RoomPresence.Turn turn : attendance.take().turns()) {
          RoomChanges batch = turn.changes();
          if (batch != null) {
            assertThat(batch.version()).isGreaterThan(version);
            version = batch.version();
            batch.changes().forEach(change -> apply(mine, change));
          }
        }
        assertThat(attendance.roster("r").users())
            .as("seed %d step %d", seed, step)
            .containsExactlyInAnyOrderElementsOf(mine.values());
      }
      attendance.replace("n0", List.of());
      attendance.replace("n1", List.of());
      pass(10 * GRACE);
      told();
      assertThat(attendance.rooms()).isZero();
      assertThat(attendance.devices()).isZero();
    }
  }

  private void act(Random random, List<Entry> live) {
    int what = random.nextInt(10);
    if (what < 5 || live.isEmpty()) {
      String node = "n" + random.nextInt(2);
      String user = "u" + random.nextInt(6);
      String id = "d" + random.nextInt(3);
      live.removeIf(one -> one.user().equals(user) && one.device().is(id, node));
      live.add(new Entry("r", user, enterOn(node, "r", user, id)));
    } else if (what < 8) {
      Entry gone = live.remove(random.nextInt(live.size()));
      attendance.remove("r", gone.user(), gone.device(), Farewell.values()[random.nextInt(2)]);
    } else if (what < 9) {
      int which = random.nextInt(live.size());
      Entry known = live.get(which);
      Device old = known.device();
      var fresh = new Device(old.id(), old.origin(), old.since(), "s" + random.nextInt(3));
      attendance.update("r", known.user(), old, fresh);
      live.set(which, new Entry("r", known.user(), fresh));
    } else {
      String node = "n" + random.nextInt(2);
      live.removeIf(one -> one.device().origin().equals(node) && random.nextBoolean());
      attendance.replace(
          node, live.stream().filter(one -> one.device().origin().equals(node)).toList());
    }
  }

  private static void apply(Map<String, PresentUser> users, Change change) {
    String id = change.user().id();
    switch (change.kind()) {
      case JOINED -> assertThat(users.put(id, change.user())).isNull();
      case LEFT -> assertThat(users.remove(id)).isEqualTo(change.user());
      case DEVICES, STATE -> assertThat(users.put(id, change.user())).isNotNull();
    }
  }
}

package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final HandLane hand = new HandLane();
  private final Timers timers = hand.lane.timers();
  private final List<String> calls = new ArrayList<>();

  @Test
  void deadlinesAreReachedInTheirMillisecond() {
    var random = new Random(7);
    record Shot(long wanted, long at) {}
    var shots = new ArrayList<Shot>();
    for (int i = 0; i < 500; i++) {
      long delay = random.nextInt(40_000);
      // What is due at once is due in the next turn.
      long wanted = hand.clock.millis() + Math.max(1, delay);
      timers.schedule(timed(() -> shots.add(new Shot(wanted, hand.clock.millis()))), delay);
      hand.pass(random.nextInt(25));
    }
    hand.pass(41_000);
    assertThat(shots)
        .hasSize(500)
        .allSatisfy(shot -> assertThat(shot.at()).isEqualTo(shot.wanted()));
  }

  @Test
  void aDeadlineIsNotEarlyByTheFractionOfAMillisecondInWhichItWasSet() {
    var fine = new NanoClock(5_000_999_999L);
    var own = new Timers(hand.lane.executor(), fine);
    own.schedule(named("due"), 10);
    for (int i = 0; i < 10; i++) {
      fine.nanos += 999_999;
      hand.pass(Timers.TICK_MILLIS);
      assertThat(calls).as("after ten times almost a millisecond").isEmpty();
    }
    fine.nanos += 20;
    hand.pass(Timers.TICK_MILLIS);
    assertThat(calls).containsExactly("due");
  }

  @Test
  void aWheelWakesOnceATickForWhatIsFarOffAndNeverForNothing() {
    var counted = new NanoClock(0);
    var own = new Timers(hand.lane.executor(), counted);
    Timed far = named("far");
    own.schedule(far, 30_000);
    int before = counted.reads;
    for (int i = 0; i < 1_600; i++) {
      counted.nanos += 1_000_000;
      hand.pass(1);
    }
    assertThat(counted.reads - before).isEqualTo(100);
    own.cancel(far);
    counted.nanos += 16_000_000;
    hand.pass(16);
    before = counted.reads;
    counted.nanos += 1_600_000_000;
    hand.pass(1_600);
    assertThat(counted.reads).isEqualTo(before);
  }

  @Test
  void aDeadlineNearerThanAllOthersIsNotMissed() {
    timers.schedule(named("later"), 14);
    hand.pass(1);
    timers.schedule(named("sooner"), 2);
    hand.pass(2);
    assertThat(calls).containsExactly("sooner");
  }

  @Test
  void aDeadlineThatIsMovedCountsFromTheMove() {
    Timed ping = named("ping");
    timers.schedule(ping, 100);
    hand.advance(60);
    timers.schedule(ping, 100);
    hand.advance(60);
    assertThat(calls).isEmpty();
    hand.advance(60);
    assertThat(calls).containsExactly("ping");
  }

  @Test
  void aCancelledDeadlineIsNotReached() {
    Timed ping = named("ping");
    timers.schedule(ping, 40);
    timers.cancel(ping);
    timers.cancel(ping);
    hand.advance(100);
    assertThat(calls).isEmpty();
  }

  @Test
  void aDeadlineMayCancelAnotherOfTheSameMoment() {
    Timed[] pair = new Timed[2];
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      pair[i] =
          timed(() -> {
            calls.add("one");
            timers.cancel(pair[other]);
          });
      timers.schedule(pair[i], 40);
    }
    hand.advance(60);
    assertThat(calls).containsExactly("one");
  }

  @Test
  void aDeadlineMayMoveAnotherOfTheSameMomentAndItself() {
    Timed[] pair = new Timed[2];
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      pair[i] =
          timed(() -> {
            calls.add("hit");
            timers.schedule(pair[other], 100);
            timers.cancel(pair[0]);
            timers.schedule(pair[0], 100);
          });
      timers.schedule(pair[i], 40);
    }
    hand.advance(60);
    assertThat(calls).hasSize(1);
    hand.advance(120);
    assertThat(calls).hasSizeGreaterThan(1);
  }

  @Test
  void aLeapOfTheClockReachesAllThatIsDueAndNothingElse() {
    for (long delay : new long[] {20, 19_000, 21_000, 59_000, 3_600_000, 7_200_000}) {
      timers.schedule(named(delay + ""), delay);
    }
    hand.advance(3_700_000);
    assertThat(calls).containsExactlyInAnyOrder("20", "19000", "21000", "59000", "3600000");
    hand.advance(3_600_000);
    assertThat(calls).hasSize(6);
  }

  @Test
  void theNextDeadlineIsCountedFromTheLastOneButLeavesHalfOfItsTime() {
    var at = new ArrayList<Long>();
    long start = hand.clock.millis();
    Timed[] beat = new Timed[1];
    beat[0] =
        timed(() -> {
          at.add(hand.clock.millis() - start);
          timers.scheduleNext(beat[0], 1_000);
        });
    timers.schedule(beat[0], 1_000);
    hand.advance(1_300); // 300 late
    hand.advance(600);
    assertThat(at).as("not yet").hasSize(1);
    hand.advance(100);
    assertThat(at).as("as if never late").containsExactly(1_300L, 2_000L);
    hand.advance(2_900); // 1900 late: half of the time is left
    hand.advance(460);
    assertThat(at).hasSize(3);
    hand.advance(60);
    assertThat(at).hasSize(4);
  }

  @Test
  void aDeadlineThatFailsStopsNeitherItsNeighboursNorTheWheel() {
    timers.schedule(named("before"), 40);
    timers.schedule(
        timed(() -> {
          throw new IllegalStateException("on purpose");
        }),
        40);
    timers.schedule(named("after"), 40);
    timers.schedule(named("later"), 400);
    hand.advance(60);
    assertThat(calls).containsExactlyInAnyOrder("before", "after");
    hand.advance(400);
    assertThat(calls).contains("later");
    timers.schedule(named("again"), 40);
    hand.advance(60);
    assertThat(calls).contains("again");
  }

  @Test
  void aClockMayBeginBelowZero() {
    hand.clock.advance(Duration.ofSeconds(-5_000));
    var lane = new HandLane(0, hand.clock);
    lane.lane.timers().schedule(named("due"), 100);
    lane.advance(60);
    assertThat(calls).isEmpty();
    lane.advance(60);
    assertThat(calls).containsExactly("due");
  }

  private Timed named(String name) {
    return timed(() -> calls.add(name));
  }

  private static Timed timed(Runnable action) {
    return new Timed() {
      @Override
      protected void onDeadline() {
        action.run();
      }
    };
  }

  /// A clock that shows fractions of a millisecond, and counts the turns of a wheel: each reads the
  /// milliseconds once.
  private static final class NanoClock implements Clock {
    long nanos;
    int reads;

    NanoClock(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public long millis() {
      reads++;
      return nanos / 1_000_000;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }
  }
}

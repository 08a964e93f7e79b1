package dev.carillon.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FakeClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What it costs when many come at once. `docs/presence.md` quotes the figures that this logs.
class PresenceStormTest {
  private static final Logger LOG = LoggerFactory.getLogger(PresenceStormTest.class);

  private final FakeClock clock = new FakeClock();

  /// Who came, and what clients were sent, if each batch goes to all who have got the list before.
  private final class Storm {
    long nextTurn = Long.MAX_VALUE;
    final Attendance attendance = new Attendance(clock, 5_000, 500, this::wake);
    long listening;
    long messages;
    long entries;

    void enter(int users, Duration within) {
      for (int i = 0; i < users; i++) {
        advanceTo(i, users, within);
        attendance.put(
            new Entry("r", "user-" + i, new Device("d" + i, "n1", clock.now(), state())));
        attendance.await("r", roster -> {});
        turn();
      }
      clock.advance(Duration.ofSeconds(1));
      turn();
    }

    private void wake(long time) {
      nextTurn = Math.min(nextTurn, time);
    }

    private void advanceTo(int i, int users, Duration within) {
      long millis = within.toMillis();
      clock.advance(Duration.ofMillis(millis * (i + 1) / users - millis * i / users));
    }

    void turn() {
      if (nextTurn > clock.millis()) {
        return;
      }
      nextTurn = Long.MAX_VALUE;
      Attendance.Turns turns = attendance.take();
      nextTurn = Math.min(nextTurn, turns.nextAt());
      for (RoomPresence.Turn turn : turns.turns()) {
        if (turn.changes() != null) {
          messages += listening;
          entries += listening * turn.changes().changes().size();
        }
        listening += turn.newcomers().size();
        messages += turn.newcomers().size();
      }
    }
  }

  private static String state() {
    return "{\"name\":\"Ann\",\"board\":12}";
  }

  @Test
  void messagesGrowWithTheUsersAndNotWithTheirSquare() {
    var counts = new ArrayList<Long>();
    for (int users : List.of(1_250, 2_500, 5_000)) {
      var storm = new Storm();
      storm.enter(users, Duration.ofSeconds(10));
      assertThat(storm.listening).isEqualTo(users);
      long square = (long) users * (users + 1) / 2 + users;
      LOG.info(
          "presence storm: users={} messages={} perUser={} oneByOne={}",
          users,
          storm.messages,
          storm.messages / users,
          square);
      counts.add(storm.messages);
      assertThat(storm.messages)
          .as("a list for each, and two batches a second for those who are there")
          .isLessThanOrEqualTo(users * (1 + 2 * 10 + 2L))
          .isLessThan(square / 20);
      assertThat(storm.entries).as("everybody learns of everybody who comes later").isPositive();
    }
    assertThat((double) counts.get(2) / counts.get(1)).isBetween(1.9, 2.1);
    assertThat((double) counts.get(1) / counts.get(0)).isBetween(1.9, 2.1);
  }

  @Test
  void aUserTakesLittleMemoryAndGivesItBack() {
    int users = 100_000;
    var storm = new Storm();
    long before = usedHeap();
    storm.enter(users, Duration.ofSeconds(10));
    long full = usedHeap();
    assertThat(storm.attendance.devices()).isEqualTo(users);
    LOG.info("presence memory: users={} bytesPerUser={}", users, (full - before) / users);
    assertThat((full - before) / users).isBetween(50L, 800L);
    storm.attendance.replace("n1", List.of());
    clock.advance(Duration.ofSeconds(10));
    storm.attendance.take();
    assertThat(storm.attendance.rooms()).isZero();
    assertThat(storm.attendance.devices()).isZero();
    assertThat(usedHeap() - before).as("what is left").isLessThan((full - before) / 5);
  }

  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      memory.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}

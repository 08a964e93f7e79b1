package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.support.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Positions, on one node and on others.
class EventLogTest {
  private final FakeClock clock = new FakeClock();
  private final EventLog log = new EventLog(clock);

  private static ForumEvent event(String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    return new ForumEvent(
        "board:12", "newPost", bytes, true, null, Set.of(), null, null, null, null, null);
  }

  private void add(String payload) {
    log.add(event(payload));
    clock.advance(Duration.ofSeconds(10));
  }

  private static List<String> payloads(EventLog.Page page) {
    return Objects.requireNonNull(page.entries()).stream()
        .map(entry -> new String(entry.routed().event().payload(), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void positionLeadsToWhatCameBehindIt() {
    String none = log.end().position();
    add("1");
    String one = log.end().position();
    add("2");
    add("3");
    assertThat(payloads(log.after(none))).containsExactly("1", "2", "3");
    assertThat(payloads(log.after(one))).containsExactly("2", "3");
    assertThat(payloads(log.after(log.end().position()))).isEmpty();
  }

  @Test
  void whereTheBackendRepeatsItselfTheNearestInTimeIsMeant() {
    var positions = new ArrayList<String>();
    for (int i = 0; i < 12; i++) {
      add("same");
      positions.add(log.end().position());
    }
    for (int i = 0; i < 12; i++) {
      assertThat(payloads(log.after(positions.get(i)))).as("behind %d", i).hasSize(11 - i);
    }
  }

  @Test
  void otherNodeFindsThePositionThoughItsClockIsAnother() {
    var clockThere = new FakeClock();
    clockThere.advance(Duration.ofMillis(700));
    var there = new EventLog(clockThere);
    for (int i = 0; i < 8; i++) {
      there.add(event("" + i));
      clockThere.advance(Duration.ofSeconds(10));
      add("" + i);
    }
    String position = log.end().position();
    there.add(event("8"));
    assertThat(payloads(there.after(position))).containsExactly("8");
  }

  @Test
  void beginningOfOneNodeMeansNothingToAnother() {
    var there = new EventLog(clock);
    String none = there.end().position();
    add("1");
    assertThat(log.after(none).entries()).isNull();
    assertThat(payloads(there.after(none))).isEmpty();
  }

  @Test
  void timeIsThatOnTheWall() {
    add("1");
    long millis = Long.parseLong(log.end().position().replaceFirst("-.*", ""), 36);
    assertThat(clock.now().toEpochMilli() - millis).isEqualTo(10_000);
  }

  @Test
  void positionFromBeforeAGapIsGone() {
    String none = log.end().position();
    add("1");
    String one = log.end().position();
    log.gap();
    assertThat(log.after(none).entries()).isNull();
    assertThat(log.after(one).entries()).isNull();
    add("2");
    assertThat(log.after(one).entries()).isNull();
  }

  @Test
  void whatIsTooOldIsForgotten() {
    String none = log.end().position();
    for (int i = 0; i < 10_001; i++) {
      log.add(event("" + i));
    }
    assertThat(log.after(none).entries()).isNull();
  }

  @Test
  void whatIsNoPositionIsRefused() {
    for (String text : List.of("", "1", "1-", "-1", "1-g", "A-1", "1-12345678901234567")) {
      assertThat(EventLog.isPosition(text)).as(text).isFalse();
      assertThatThrownBy(() -> log.after(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}

package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.support.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final long WINDOW = 60_000;

  private final FakeClock clock = new FakeClock();

  @Test
  void numbersRiseByOneAndOthersAreRefused() {
    History history = history(1_000_000);
    assertThat(history.head()).isZero();
    add(history, List.of("a"), List.of());
    assertThat(history.head()).isOne();
    assertThatThrownBy(() -> history.add(new TestMessage("x", 5), List.of("a"), List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatWentToOneOfTheRoomsIsFoundOnceAndInOrder() {
    History history = history(1_000_000);
    add(history, List.of("a", "b"), List.of());
    add(history, List.of("c"), List.of());
    add(history, List.of("b", "b"), List.of());
    add(history, List.of(), List.of());
    add(history, List.of("a"), List.of("b"));
    assertThat(since(history, 0, "a", "b")).containsExactly(1L, 3L, 4L);
    assertThat(since(history, 1, "a", "x")).containsExactly(4L, 5L);
    assertThat(since(history, 5, "a", "b")).isEmpty();
  }

  @Test
  void aPositionAheadOfTheLogIsAGap() {
    History history = history(1_000_000);
    add(history, List.of("a"), List.of());
    assertThat(since(history, 2, "a")).isNull();
    assertThat(since(history, -1, "a")).isNull();
  }

  @Test
  void aRoomWhoseLatestMessageIsNotNewerWasSilentHoweverOldThePosition() {
    History history = history(1_000_000);
    add(history, List.of("quiet"), List.of());
    add(history, List.of(), List.of());
    clock.advance(Duration.ofMillis(WINDOW / 2));
    add(history, List.of("loud"), List.of());
    clock.advance(Duration.ofMillis(WINDOW / 2 + 1));
    add(history, List.of("loud"), List.of());
    assertThat(since(history, 2, "quiet")).as("1 and 2 have left, and were had").isEmpty();
    assertThat(since(history, 1, "quiet")).as("2 has left, and was for all").isNull();
    assertThat(since(history, 2, "loud")).containsExactly(3L, 4L);
  }

  @Test
  void messagesToARoomWithoutANameReachNobodyLater() {
    History history = history(1_000_000);
    add(history, List.of(""), List.of());
    assertThat(since(history, 0, "a")).isEmpty();
  }

  @Test
  void theOldestGoFirstWhenThereAreTooManyBytes() {
    History history = history(2_000);
    for (int i = 0; i < 50; i++) {
      add(history, List.of("a"), List.of());
      assertThat(history.bytes()).isLessThanOrEqualTo(2_000);
    }
    assertThat(since(history, 0, "a")).isNull();
    assertThat(since(history, 45, "a")).containsExactly(46L, 47L, 48L, 49L, 50L);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void whateverIsAskedTheAnswerIsThatOfAPlainListOrAGap(long seed) {
    var random = new Random(seed);
    long maxBytes = seed % 2 == 0 ? 20_000 : 10_000_000;
    History history = history(maxBytes);
    var all = new ArrayList<Kept>();
    int gaps = 0;
    for (int step = 0; step < 5_000; step++) {
      clock.advance(Duration.ofMillis(random.nextInt(800)));
      if (random.nextInt(3) > 0) {
        List<String> to = rooms(random, 3);
        List<String> except = random.nextInt(3) == 0 ? rooms(random, 2) : List.of();
        all.add(new Kept(history.nextNumber(), to, except, clock.millis()));
        add(history, to, except);
      } else {
        long after = Math.max(0, history.head() - random.nextInt(120));
        Set<String> in = Set.copyOf(rooms(random, 4));
        List<Long> expected =
            all.stream()
                .filter(kept -> kept.number > after && kept.isFor(in))
                .map(Kept::number)
                .toList();
        List<Long> found = since(history, after, in.toArray(String[]::new));
        if (found == null) {
          gaps++;
          long oldest = all.isEmpty() ? 0 : firstKept(all, history, maxBytes);
          assertThat(after + 1).as("a gap where all is still kept").isLessThan(oldest);
        } else {
          assertThat(found).isEqualTo(expected);
        }
      }
    }
    assertThat(gaps).isPositive();
  }

  /// The number of the oldest message that is surely kept by the rules of time and bytes.
  private long firstKept(List<Kept> all, History history, long maxBytes) {
    long first = history.head() + 1;
    for (Kept kept : all) {
      if (kept.atMillis >= clock.millis() - WINDOW) {
        first = kept.number;
        break;
      }
    }
    long fit = maxBytes / (160 + 10);
    return Math.max(first, history.head() - fit + 1);
  }

  private record Kept(long number, List<String> to, List<String> except, long atMillis) {
    boolean isFor(Set<String> in) {
      return (to.isEmpty() || !Collections.disjoint(to, in)) && Collections.disjoint(except, in);
    }
  }

  private static List<String> rooms(Random random, int max) {
    var rooms = new ArrayList<String>();
    for (int i = random.nextInt(max + 1); i > 0; i--) {
      rooms.add("r" + random.nextInt(6));
    }
    return rooms;
  }

  private History history(long maxBytes) {
    return new History("epoch", WINDOW, maxBytes, clock);
  }

  private static void add(History history, List<String> to, List<String> except) {
    history.add(new TestMessage("m", history.nextNumber()), to, except, 10);
  }

  private static @Nullable List<Long> since(History history, long after, String... rooms) {
    List<Message> found = history.since(after, Set.of(rooms));
    return found == null ? null : found.stream().map(Message::number).toList();
  }
}

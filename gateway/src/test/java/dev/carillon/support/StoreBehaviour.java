package dev.carillon.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Leases;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.core.WrongKindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store promises; one subclass for each.
public abstract class StoreBehaviour {

  private static final Duration LONG = Duration.ofMinutes(1);

  private Store store;

  /// Opens a store that is empty.
  protected abstract Store open();

  /// Lets so much time pass for the store.
  protected abstract void pass(Duration time);

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  protected final Store store() {
    return store;
  }

  @Test
  void whatWasPutIsThere() {
    assertThat(store.get("k")).isNull();
    store.put("k", "Glocke 🔔", LONG);
    assertThat(store.get("k")).isEqualTo("Glocke 🔔");
    store.put("k", "", LONG);
    assertThat(store.get("k")).isEmpty();
    store.remove("k");
    store.remove("k");
    assertThat(store.get("k")).isNull();
  }

  @Test
  void aLifetimeEnds() {
    store.put("short", "v", Duration.ofMillis(200));
    store.put("long", "v", LONG);
    store.put("ever", "v");
    assertThat(store.get("short")).isEqualTo("v");
    pass(Duration.ofMillis(201));
    assertThat(store.get("short")).isNull();
    assertThat(store.get("long")).isEqualTo("v");
    assertThat(store.get("ever")).isEqualTo("v");
  }

  @Test
  void putReplacesTheLifetimeToo() {
    store.put("k", "v", Duration.ofMillis(200));
    store.put("k", "w");
    pass(Duration.ofMillis(201));
    assertThat(store.get("k")).isEqualTo("w");
  }

  @Test
  void aLifetimeMustBeLongerThanNothing() {
    assertThatThrownBy(() -> store.put("k", "v", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.putIfAbsent("k", "v", Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void putIfAbsentWorksAgainOnceTheKeyExpired() {
    assertThat(store.putIfAbsent("k", "1", Duration.ofMillis(200))).isTrue();
    assertThat(store.putIfAbsent("k", "2", LONG)).isFalse();
    pass(Duration.ofMillis(201));
    assertThat(store.putIfAbsent("k", "3", LONG)).isTrue();
    assertThat(store.get("k")).isEqualTo("3");
  }

  @Test
  void exactlyOneOfManyWinsAKey() throws Exception {
    for (int round = 0; round < 20; round++) {
      String key = "race" + round;
      var start = new CountDownLatch(1);
      var winners = new AtomicInteger();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 16; i++) {
        String value = "t" + i;
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  awaitUninterruptibly(start);
                  if (store.putIfAbsent(key, value, LONG)) {
                    winners.incrementAndGet();
                  }
                }));
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(winners).hasValue(1);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void scoredMembersComeLowestFirstAndTheLimitKeepsTheHighest() {
    store.addScored("s", 3, "c");
    store.addScored("s", 1, "a");
    store.addScored("s", 2.5, "b");
    store.addScored("s", -1, "z");
    assertThat(store.scoredAbove("s", Double.NEGATIVE_INFINITY, 10))
        .containsExactly("z", "a", "b", "c");
    assertThat(store.scoredAbove("s", 1, 10)).containsExactly("b", "c");
    assertThat(store.scoredAbove("s", 0, 2)).containsExactly("b", "c");
    assertThat(store.scoredAbove("s", 0, 0)).isEmpty();
    assertThat(store.scoredAbove("s", 3, 10)).isEmpty();
    assertThat(store.scoredAbove("none", 0, 10)).isEmpty();
  }

  @Test
  void aMemberHasOneScore() {
    store.addScored("s", 1, "a");
    store.addScored("s", 2, "b");
    store.addScored("s", 3, "a");
    assertThat(store.scoredAbove("s", 0, 10)).containsExactly("b", "a");
  }

  @Test
  void severalKeysAreReadAtOnce() {
    store.put("a", "1", LONG);
    store.put("b", "Glocke 🔔");
    store.addScored("scores", 1, "m");
    store.put("short", "v", Duration.ofMillis(200));
    pass(Duration.ofMillis(201));
    assertThat(store.getAll(List.of("a", "none", "b", "scores", "short")))
        .isEqualTo(Map.of("a", "1", "b", "Glocke 🔔"));
    assertThat(store.getAll(List.of())).isEmpty();
  }

  @Test
  void aMemberIsAddedToSeveralSetsWhichKeepTheHighest() {
    store.addScored("s", 5, "five");
    store.addScored(List.of("s", "t"), 4, "four", 2, LONG);
    assertThat(store.scoredAbove("s", 0, 10)).containsExactly("four", "five");
    assertThat(store.scoredAbove("t", 0, 10)).containsExactly("four");
    store.addScored(List.of("s", "t"), 4, "fuer", 2, LONG);
    assertThat(store.scoredAbove("s", 0, 10)).containsExactly("fuer", "five");
    assertThat(store.scoredAbove("t", 0, 10)).containsExactly("four", "fuer");
    store.addScored(List.of("s"), 3, "three", 2, LONG);
    assertThat(store.scoredAbove("s", 0, 10)).containsExactly("fuer", "five");
    store.addScored(List.of(), 3, "three", 2, LONG);
    assertThatThrownBy(() -> store.addScored(List.of("s"), 3, "three", 0, LONG))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachAdditionBeginsTheLifetimeOfASetAnew() {
    store.addScored(List.of("s", "t"), 1, "a", 9, Duration.ofMillis(200));
    store.addScored(List.of("s"), 2, "b", 9, LONG);
    pass(Duration.ofMillis(201));
    assertThat(store.scoredAbove("s", 0, 10)).containsExactly("a", "b");
    assertThat(store.scoredAbove("t", 0, 10)).isEmpty();
    store.addScored("t", 3, "c");
    assertThat(store.countScoredAbove("t", 0)).isEqualTo(1);
  }

  @Test
  void membersAreRemovedAndCounted() {
    store.addScored("s", 1, "a");
    store.addScored("s", 2, "b");
    store.addScored("s", 3, "c");
    assertThat(store.countScoredAbove("s", 1)).isEqualTo(2);
    assertThat(store.countScoredAbove("s", 3)).isZero();
    assertThat(store.countScoredAbove("none", 0)).isZero();
    store.removeScored("s", List.of("b", "x"));
    store.removeScored("none", List.of("b"));
    store.removeScored("s", List.of());
    assertThat(store.scoredAbove("s", 0, 10)).containsExactly("a", "c");
    store.removeScored("s", List.of("a", "c"));
    assertThat(store.countScoredAbove("s", 0)).isZero();
    store.put("s", "text now");
    assertThat(store.get("s")).isEqualTo("text now");
  }

  @Test
  void aHashHasFieldsAndOneLifetime() {
    assertThat(store.getField("h", "f")).isNull();
    store.putField("h", "f", "1", Duration.ofMillis(200));
    store.putField("h", "g", "é", LONG);
    store.putField("h", "f", "2", LONG);
    store.putField("short", "f", "1", Duration.ofMillis(200));
    pass(Duration.ofMillis(201));
    assertThat(store.getField("h", "f")).isEqualTo("2");
    assertThat(store.getField("h", "g")).isEqualTo("é");
    assertThat(store.getField("h", "none")).isNull();
    assertThat(store.getField("short", "f")).isNull();
    assertThatThrownBy(() -> store.putField("h", "f", "3", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aValueIsReplacedAndRemovedOnlyWhereItIsTheExpectedOne() {
    assertThat(store.replace("k", "", "new", LONG)).isFalse();
    assertThat(store.removeIf("k", "")).isFalse();
    store.put("k", "mine", Duration.ofMillis(200));
    assertThat(store.replace("k", "theirs", "new", LONG)).isFalse();
    assertThat(store.replace("k", "mine", "Glocke 🔔", LONG)).isTrue();
    pass(Duration.ofMillis(201));
    assertThat(store.get("k")).isEqualTo("Glocke 🔔");
    assertThat(store.removeIf("k", "mine")).isFalse();
    assertThat(store.removeIf("k", "Glocke 🔔")).isTrue();
    assertThat(store.removeIf("k", "Glocke 🔔")).isFalse();
    assertThat(store.get("k")).isNull();
  }

  @Test
  void aLifetimeIsExtendedWhateverTheKeyHolds() {
    assertThat(store.extend("none", LONG)).isFalse();
    store.put("text", "v", Duration.ofMillis(200));
    store.putField("hash", "f", "v", Duration.ofMillis(200));
    store.put("ever", "v");
    assertThat(store.extend("text", LONG)).isTrue();
    assertThat(store.extend("hash", LONG)).isTrue();
    assertThat(store.extend("ever", Duration.ofMillis(200))).isTrue();
    pass(Duration.ofMillis(201));
    assertThat(store.get("text")).isEqualTo("v");
    assertThat(store.getField("hash", "f")).isEqualTo("v");
    assertThat(store.get("ever")).isNull();
    assertThatThrownBy(() -> store.extend("text", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCounterIsOneWindowThatTheFirstIncrementOpens() {
    assertThat(store.increment("n", 1, Duration.ofMillis(200))).isEqualTo(1);
    assertThat(store.increment("n", 41, LONG)).isEqualTo(42);
    assertThat(store.increment("n", -2, LONG)).isEqualTo(40);
    assertThat(store.get("n")).isEqualTo("40");
    pass(Duration.ofMillis(201));
    assertThat(store.get("n")).isNull();
    assertThat(store.increment("n", 1, LONG)).isEqualTo(1);
  }

  @Test
  void aCounterIsNeverWithoutExpiry() {
    store.put("n", "7");
    assertThat(store.increment("n", 1, Duration.ofMillis(200))).isEqualTo(8);
    pass(Duration.ofMillis(201));
    assertThat(store.get("n")).isNull();
  }

  @Test
  void whatIsNoNumberIsNotCountedInAndNotQuoted() {
    store.put("k", "secret", LONG);
    assertThatThrownBy(() -> store.increment("k", 1, LONG))
        .isInstanceOf(StoreException.class)
        .hasMessageNotContaining("secret")
        .satisfies(failure -> assertThat(failure.getCause()).hasMessageNotContaining("secret"));
    store.put("big", Long.toString(Long.MAX_VALUE), LONG);
    assertThatThrownBy(() -> store.increment("big", 1, LONG)).isInstanceOf(StoreException.class);
    assertThat(store.get("big")).isEqualTo(Long.toString(Long.MAX_VALUE));
  }

  @Test
  void everyOneOfManyIncrementsCounts() throws Exception {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 16; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < 25; n++) {
                  store.increment("n", 1, LONG);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(store.get("n")).isEqualTo("400");
  }

  @Test
  void severalFieldsAreSetReadAndRemovedAtOnce() {
    assertThat(store.fields("h")).isEmpty();
    store.putFields("h", Map.of("a", "1", "b", "é", "c", ""), Duration.ofMillis(200));
    store.putFields("h", Map.of("a", "2"), LONG);
    store.putFields("h", Map.of(), Duration.ofMillis(1));
    pass(Duration.ofMillis(201));
    assertThat(store.fields("h")).isEqualTo(Map.of("a", "2", "b", "é", "c", ""));
    assertThat(store.removeFields("h", List.of("a", "x"))).isEqualTo(1);
    assertThat(store.removeFields("h", List.of("a"))).isZero();
    assertThat(store.removeFields("h", List.of())).isZero();
    assertThat(store.removeFields("none", List.of("a"))).isZero();
    assertThat(store.removeFields("h", List.of("b", "c"))).isEqualTo(2);
    store.put("h", "text now");
    assertThat(store.get("h")).isEqualTo("text now");
  }

  @Test
  void aSetHasEachMemberOnceAndOneLifetime() {
    assertThat(store.members("s")).isEmpty();
    assertThat(store.addMembers("s", List.of("a", "b", "a"), Duration.ofMillis(200))).isEqualTo(2);
    assertThat(store.addMembers("s", List.of("b", "é"), LONG)).isEqualTo(1);
    assertThat(store.addMembers("short", List.of("a"), Duration.ofMillis(200))).isEqualTo(1);
    assertThat(store.addMembers("s", List.of(), LONG)).isZero();
    pass(Duration.ofMillis(201));
    assertThat(store.members("s")).containsExactlyInAnyOrder("a", "b", "é");
    assertThat(store.members("short")).isEmpty();
    assertThat(store.removeMembers("s", List.of("a", "x"))).isEqualTo(1);
    assertThat(store.removeMembers("s", List.of("a"))).isZero();
    assertThat(store.removeMembers("s", List.of())).isZero();
    assertThat(store.removeMembers("s", List.of("b", "é"))).isEqualTo(2);
    store.put("s", "text now");
    assertThat(store.get("s")).isEqualTo("text now");
  }

  @Test
  void anOverdueLeaseIsRenewedUnlessSomebodyEndedIt() {
    Leases leases = store.leases("l");
    assertThat(leases.all()).isEmpty();
    assertThat(leases.renew("a", LONG)).isFalse();
    leases.begin("a", Duration.ofMillis(200));
    leases.begin("b", Duration.ofMillis(200));
    leases.begin("c", LONG);
    assertThat(leases.endOverdue()).isEmpty();
    pass(Duration.ofMillis(201));
    assertThat(leases.renew("a", LONG)).isTrue();
    assertThat(leases.all().get("a")).isBetween(Duration.ofSeconds(30), LONG);
    assertThat(leases.all().get("b")).isLessThanOrEqualTo(Duration.ZERO);
    assertThat(leases.endOverdue()).containsExactly("b");
    assertThat(leases.endOverdue()).isEmpty();
    assertThat(leases.renew("b", LONG)).isFalse();
    assertThat(leases.all()).containsOnlyKeys("a", "c");
    assertThatThrownBy(() -> leases.begin("a", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLeaseIsEndedByOneOfMany() {
    Leases leases = store.leases("l");
    leases.begin("a", LONG);
    assertThat(leases.end("a")).isTrue();
    assertThat(leases.end("a")).isFalse();
    assertThat(leases.renew("a", LONG)).isFalse();
    assertThat(store.leases("l").all()).isEmpty();
    store.put("l", "text now");
    assertThatThrownBy(() -> leases.begin("a", LONG)).isInstanceOf(WrongKindException.class);
    assertThatThrownBy(leases::endOverdue).isInstanceOf(WrongKindException.class);
  }

  @Test
  void aKeyOfAnotherKindIsAnErrorWithoutItsValue() {
    store.put("text", "secret", LONG);
    store.addScored("scores", 1, "secret");
    assertThatThrownBy(() -> store.addScored("text", 1, "secret"))
        .isInstanceOf(StoreException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> store.scoredAbove("text", 1, 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.get("scores")).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.addScored(List.of("text"), 1, "secret", 1, LONG))
        .isInstanceOf(WrongKindException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> store.removeScored("text", List.of("secret")))
        .isInstanceOf(WrongKindException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> store.countScoredAbove("text", 1))
        .isInstanceOf(WrongKindException.class);
    assertThatThrownBy(() -> store.putField("text", "f", "secret", LONG))
        .isInstanceOf(WrongKindException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> store.getField("scores", "f")).isInstanceOf(WrongKindException.class);
    assertThatThrownBy(() -> store.fields("text")).isInstanceOf(WrongKindException.class);
    assertThatThrownBy(() -> store.removeFields("text", List.of("f")))
        .isInstanceOf(WrongKindException.class);
    assertThatThrownBy(() -> store.members("text")).isInstanceOf(WrongKindException.class);
    assertThatThrownBy(() -> store.addMembers("text", List.of("secret"), LONG))
        .isInstanceOf(WrongKindException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> store.removeMembers("scores", List.of("secret")))
        .isInstanceOf(WrongKindException.class);
    assertThatThrownBy(() -> store.increment("scores", 1, LONG))
        .isInstanceOf(WrongKindException.class);
    assertThatThrownBy(() -> store.replace("scores", "secret", "v", LONG))
        .isInstanceOf(WrongKindException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> store.removeIf("scores", "secret"))
        .isInstanceOf(WrongKindException.class);
  }

  @Test
  void aClosedStoreRefuses() {
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get("k")).isInstanceOf(StoreException.class);
  }
}

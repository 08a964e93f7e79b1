package dev.carillon.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import java.time.Duration;
import java.util.ArrayList;
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
  void aKeyOfAnotherKindIsAnErrorWithoutItsValue() {
    store.put("text", "secret", LONG);
    store.addScored("scores", 1, "secret");
    assertThatThrownBy(() -> store.addScored("text", 1, "secret"))
        .isInstanceOf(StoreException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> store.scoredAbove("text", 1, 1)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> store.get("scores")).isInstanceOf(StoreException.class);
  }

  @Test
  void aClosedStoreRefuses() {
    store.close();
    store.close();
    assertThatThrownBy(() -> store.get("k")).isInstanceOf(StoreException.class);
  }
}

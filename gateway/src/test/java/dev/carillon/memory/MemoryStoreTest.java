package dev.carillon.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import dev.carillon.support.FakeClock;
import dev.carillon.support.StoreBehaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreBehaviour {

  private final FakeClock clock = new FakeClock();

  @Override
  protected Store open() {
    return new MemoryStore(clock);
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }

  @Test
  void aFullStoreRefusesNewKeysUntilSomeExpire() {
    try (var small = new MemoryStore(clock, 3)) {
      small.put("a", "1", Duration.ofSeconds(5));
      small.put("b", "1");
      small.addScored("s", 1, "m");
      assertThatThrownBy(() -> small.put("c", "1"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("full");
      assertThatThrownBy(() -> small.addScored("s", 1, "n")).isInstanceOf(StoreException.class);
      small.put("b", "2");
      small.addScored("s", 2, "m");
      assertThat(small.get("b")).isEqualTo("2");
      clock.advance(Duration.ofSeconds(6));
      small.put("c", "1");
      assertThat(small.get("c")).isEqualTo("1");
    }
  }

  @Test
  void expiredKeysNobodyAsksForMakeRoom() {
    try (var store = new MemoryStore(clock, 2_000)) {
      for (int i = 0; i < 100_000; i++) {
        store.put("k" + i, "v", Duration.ofMillis(10));
        clock.advance(Duration.ofMillis(1));
      }
      assertThat(store.get("k99999")).isEqualTo("v");
    }
  }
}

package dev.carillon.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.memory.MemoryStore;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private final FakeClock clock = new FakeClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final Claims one = new Claims(store, "test:", Duration.ofSeconds(5));
  private final Claims other = new Claims(store, "test:", Duration.ofSeconds(5));

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void oneOfTwoNodesGetsAThingAndTheOtherReadsItsNote() {
    assertThat(one.take("a", "by one")).isTrue();
    assertThat(other.take("a", "by other")).isFalse();
    assertThat(one.take("a", "again")).isFalse();

    assertThat(other.note("a")).isEqualTo("by one");
    assertThat(other.take("b", "by other")).isTrue();
    assertThat(new Claims(store, "else:", Duration.ofSeconds(5)).take("a", "")).isTrue();
  }

  @Test
  void aClaimExpiresAndTheThingIsFreeAgain() {
    one.take("a", "by one");
    clock.advance(Duration.ofMillis(5_001));

    assertThat(other.note("a")).isNull();
    assertThat(other.take("a", "by other")).isTrue();
  }

  @Test
  void whatIsKeptHoldsFromThenOn() {
    one.take("a", "begun");
    clock.advance(Duration.ofSeconds(4));
    one.keep("a", "done", Duration.ofMinutes(1));
    clock.advance(Duration.ofSeconds(59));

    assertThat(other.take("a", "")).isFalse();
    assertThat(other.note("a")).isEqualTo("done");
  }

  @Test
  void whatIsReleasedIsFreeAtOnce() {
    one.take("a", "by one");
    one.release("a");

    assertThat(other.take("a", "by other")).isTrue();
  }
}

package dev.carillon.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.carillon.support.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final FakeClock clock = new FakeClock();

  @Test
  void aBucketHoldsABurstAndFillsOverTime() {
    var bucket = new TokenBucket(new RateLimit(10, Duration.ofSeconds(60)), clock);
    for (int i = 0; i < 10; i++) {
      assertThat(bucket.take()).isTrue();
    }
    assertThat(bucket.take()).isFalse();
    clock.advance(Duration.ofMillis(5_999));
    assertThat(bucket.take()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(bucket.take()).isTrue();
    assertThat(bucket.take()).isFalse();
    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 10; i++) {
      assertThat(bucket.take()).isTrue();
    }
    assertThat(bucket.take()).isFalse();
  }

  /// Every eight seconds is within ten a minute.
  @Test
  void aHeartbeatIsNotThrottled() {
    var bucket = new TokenBucket(new RateLimit(10, Duration.ofSeconds(60)), clock);
    for (int i = 0; i < 1_000; i++) {
      assertThat(bucket.take()).isTrue();
      clock.advance(Duration.ofSeconds(8));
    }
  }

  @Test
  void aWindowEndsHoweverOftenItIsRefused() {
    var windows = new FixedWindows(new RateLimit(2, Duration.ofSeconds(60)), 3, clock);
    assertThat(windows.take("a")).isTrue();
    clock.advance(Duration.ofSeconds(59));
    assertThat(windows.take("a")).isTrue();
    assertThat(windows.take("a")).isFalse();
    assertThat(windows.take("b")).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(windows.take("a")).isTrue();
    assertThat(windows.size()).isEqualTo(2);
  }

  @Test
  void onlySoManyWindowsAreKept() {
    var windows = new FixedWindows(new RateLimit(1, Duration.ofSeconds(60)), 3, clock);
    for (int i = 0; i < 1_000; i++) {
      assertThat(windows.take("k" + i)).isTrue();
    }
    assertThat(windows.size()).isEqualTo(3);
    assertThat(windows.take("k999")).isFalse();
    assertThat(windows.take("k0")).isTrue();
  }

  @Test
  void aLimitLetsSomethingThrough() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(0, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(1, Duration.ZERO));
  }
}

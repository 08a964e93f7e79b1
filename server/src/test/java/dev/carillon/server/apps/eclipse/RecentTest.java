package dev.carillon.server.apps.eclipse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.support.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentTest {
  private final FakeClock clock = new FakeClock();
  private final Recent recent = new Recent(clock, 3, 6);

  @Test
  void anEventIsKnownForAMinuteInItsChat() {
    assertThat(recent.isFirst("c1", "a")).isTrue();
    assertThat(recent.isFirst("c2", "a")).isTrue();
    clock.advance(Duration.ofMillis(59_999));
    assertThat(recent.isFirst("c1", "a")).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(recent.isFirst("c1", "a")).isTrue();
  }

  @Test
  void aChatForgetsItsOldest() {
    for (String event : new String[] {"a", "b", "c", "d"}) {
      recent.isFirst("c1", event);
    }

    assertThat(recent.isFirst("c1", "b")).isFalse();
    assertThat(recent.isFirst("c1", "a")).isTrue();
    assertThat(recent.size()).isEqualTo(3);
  }

  @Test
  void theQuietestChatIsForgottenFirst() {
    recent.isFirst("c1", "a");
    for (String chat : new String[] {"c2", "c3"}) {
      for (String event : new String[] {"a", "b"}) {
        recent.isFirst(chat, event);
      }
    }
    recent.isFirst("c1", "b");
    recent.isFirst("c3", "c");

    assertThat(recent.size()).isEqualTo(5);
    assertThat(recent.isFirst("c1", "a")).isFalse();
    assertThat(recent.isFirst("c2", "a")).isTrue();
  }

  @Test
  void nothingIsKeptOfChatsThatWentQuiet() {
    for (int i = 0; i < 6; i++) {
      recent.isFirst("c" + i, "a");
    }
    clock.advance(Duration.ofMinutes(1));
    recent.isFirst("c9", "a");

    assertThat(recent.size()).isEqualTo(1);
  }
}

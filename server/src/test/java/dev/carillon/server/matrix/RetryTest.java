package dev.carillon.server.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.server.config.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final RetryPolicy policy =
      new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(60), new Random(7));

  @Test
  void pausesDoubleWithJitterUpToTheLimit() {
    for (int i = 0; i < 200; i++) {
      assertThat(policy.pause(1, Duration.ZERO).toMillis()).isBetween(250L, 500L);
      assertThat(policy.pause(4, Duration.ZERO).toMillis()).isBetween(2000L, 4000L);
      assertThat(policy.pause(60, Duration.ZERO).toMillis()).isBetween(30_000L, 60_000L);
    }
  }

  @Test
  void askedTimeIsTheLeastUpToTheLimit() {
    assertThat(policy.pause(1, Duration.ofSeconds(9)).toMillis()).isBetween(9_000L, 9_250L);
    assertThat(policy.pause(1, Duration.ofDays(1))).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void settingsNameWhatIsWrong() {
    assertThatThrownBy(() -> Settings.of(MatrixSettings::new, Map.of("api-prefix", "a/b")))
        .hasMessageStartingWith("api-prefix");
    assertThatThrownBy(() ->
            Settings.of(MatrixSettings::new, Map.of("allowed-servers", "https://a.example/path")))
        .hasMessageStartingWith("allowed-servers");
  }

  @Test
  void postShowsNoSecret() {
    assertThat(new Post("https://m", "secret", "!r", "{}")).hasToString("Post[https://m]");
  }
}

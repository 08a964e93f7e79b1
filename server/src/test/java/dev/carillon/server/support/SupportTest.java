package dev.carillon.server.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SupportTest {

  @Test
  void foreignTextCannotForgeALogLine() {
    assertThat(LogText.safe("chatbot/x\r\nERROR forged \u001b[31m é"))
        .isEqualTo("chatbot/x??ERROR forged ?[31m ?");
    assertThat(LogText.safe("x".repeat(1000))).hasSize(81).endsWith("x~");
  }

  @Test
  void stopEndsAPauseAtOnce() {
    StopSignal stop = new StopSignal();
    assertThat(stop.pause(Duration.ofMillis(1))).isFalse();

    CompletableFuture<Boolean> paused =
        CompletableFuture.supplyAsync(() -> stop.pause(Duration.ofHours(1)));
    stop.stop();

    await().untilAsserted(() -> assertThat(paused).isCompletedWithValue(true));
    assertThat(stop.stopped()).isTrue();
  }
}

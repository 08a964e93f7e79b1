package dev.carillon.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.core.CloseReason;
import dev.carillon.support.FakeClock;
import dev.carillon.support.LateApp;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Frame;
import dev.carillon.support.RefusalCounter;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of those who come before an app is ready.
final class ReadinessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final ChannelsSettings DEFAULTS = ChannelsSettings.at("/chat");
  private static final CloseReason LATER = new CloseReason(4013, "later", "later");

  private final FakeClock clock = new FakeClock();
  private final RefusalCounter refusals = new RefusalCounter();
  private Chat chat = new Chat(DEFAULTS);
  private LateApp app = new LateApp(chat.endpoint);
  private Gateway gateway = start(app);

  private Gateway start(LateApp late) {
    return Gateway.builder().lanes(2).clock(clock).instruments(refusals).app(late).start();
  }

  private void restart(ChannelsSettings settings) {
    gateway.close();
    chat = new Chat(settings);
    app = new LateApp(chat.endpoint);
    gateway = start(app);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private RawSocket connect() {
    RawSocket client = RawSocket.connect(gateway.port(chat.endpoint));
    client.upgrade("/chat");
    return client;
  }

  @Test
  void whatAClientSaysTooEarlyIsHeardAfterwards() {
    try (RawSocket client = connect()) {
      client.sendText("[\"early\"]");
      client.sendFrame(0x89, new byte[] {'x'}); // a ping; its pong says that the lane has seen all
      assertThat(client.readFrame().opcode()).isEqualTo(10);
      assertThat(chat.heard).isEmpty();

      app.ready().complete(null);

      assertThat(client.readFrame().text()).isEqualTo("\"welcome\"");
      assertThat(client.readFrame().text()).isEqualTo("\"early\"");
    }
  }

  @Test
  void whoWaitedInVainIsToldAsTheSettingsSay() {
    restart(
        DEFAULTS.with(to -> {
          to.patience = PATIENCE;
          to.notReady = LATER;
        }));
    try (RawSocket client = connect()) {
      client.sendText("[\"early\"]");
      await()
          .until(() -> {
            clock.advance(Duration.ofMillis(500));
            return !refusals.reasons().isEmpty();
          });

      Frame close = client.readFrame();
      assertThat(close.closeCode()).isEqualTo(4013);
      assertThat(refusals.reasons()).containsExactly("later");
      client.sendFrame(0x88, new byte[] {0x0F, (byte) 0xAD});
      assertThat(client.isClosedByServer()).isTrue();
    }
    await().until(() -> gateway.connections() == 0);
    app.ready().complete(null);
    try (RawSocket late = connect()) {
      assertThat(late.readFrame().text()).isEqualTo("\"welcome\"");
    }
    // The listener that was never told of its client's beginning is not told of its end either.
    await().untilAsserted(() -> assertThat(chat.closed).hasSize(1));
    assertThat(chat.heard).isEmpty();
  }

  @Test
  void anAppThatHoldsNobodyHasThemInAtOnce() {
    restart(DEFAULTS.with(to -> to.holding = false));
    try (RawSocket client = connect()) {
      assertThat(client.readFrame().text()).isEqualTo("\"welcome\"");
    }
  }
}

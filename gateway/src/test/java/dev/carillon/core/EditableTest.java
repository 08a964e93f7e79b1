package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.carillon.engineio.EngineIoSettings;
import dev.carillon.socketio.RecoverySettings;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Settings are set on copies only, those within others included.
final class EditableTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void theOriginStaysAsItWas() {
    SocketIoSettings origin =
        SocketIoSettings.defaults().with(to -> to.recovery = RecoverySettings.defaults());

    SocketIoSettings changed =
        origin.with(to -> {
          to.patience = HOUR;
          to.engine.path = "/live";
          if (to.recovery != null) {
            to.recovery.window = HOUR;
          }
        });

    assertThat(changed.patience).isEqualTo(HOUR);
    assertThat(changed.engine.path).isEqualTo("/live/");
    assertThat(changed.recovery).extracting(recovery -> recovery.window).isEqualTo(HOUR);
    assertThat(origin.patience).isEqualTo(Duration.ofSeconds(10));
    assertThat(origin.engine.path).isEqualTo("/socket.io/");
    assertThat(origin.recovery)
        .extracting(recovery -> recovery.window)
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void whatIsGivenIsNotShared() {
    EngineIoSettings engine = EngineIoSettings.defaults();
    SocketIoSettings settings = SocketIoSettings.defaults().with(to -> to.engine = engine);
    engine.path = "/elsewhere/";

    assertThat(settings.engine.path).isEqualTo("/socket.io/");
  }

  @Test
  void anEndpointKeepsItsOwn() {
    SocketIoSettings settings = SocketIoSettings.defaults();
    SocketIo io = SocketIo.create("chat", settings);
    settings.engine.path = "/elsewhere/";

    assertThat(io.accepts("/socket.io/")).isTrue();
  }

  @Test
  void whatIsNotPossibleIsSaidAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EngineIoSettings.defaults().with(to -> to.maxPayload = 0))
        .withMessage("maxPayload must be at least 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SocketIoSettings.defaults().with(to -> to.engine.path = "live"))
        .withMessage("path must start with '/': live");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SocketIoSettings.defaults().with(to -> to.connectTimeout = Duration.ZERO))
        .withMessage("connectTimeout must be at least 1 ms: PT0S");
  }
}

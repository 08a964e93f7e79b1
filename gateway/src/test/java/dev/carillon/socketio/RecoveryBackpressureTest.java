package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Lane;
import dev.carillon.core.Member;
import dev.carillon.core.Message;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// A lane that is behind holds up those who send, and never by a lock that it needs itself.
final class RecoveryBackpressureTest {

  @Test
  void aLaneThatIsBehindCanStillLetClientsInAndOut() throws Exception {
    SocketIo io =
        SocketIo.create(
            "test",
            SocketIoSettings.defaults().with(to -> to.recovery = RecoverySettings.defaults()));
    try (Gateway gateway = Gateway.builder().lanes(1).listen("127.0.0.1", 0, io).start()) {
      Lane lane = io.services().lanes().getFirst();
      Recovery recovery = Objects.requireNonNull(io.main().recovery());
      var goOn = new CountDownLatch(1);
      lane.execute(() -> {
        io.main().rooms().add(new Deaf(lane));
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        assertThat(recovery.holderOf("nobody")).isNull();
      });
      await().until(() -> !io.main().rooms().members().isEmpty());

      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 70_000; i++) {
                  io.emit("news");
                }
              });
      await().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
      goOn.countDown();

      assertThat(sender.join(Duration.ofSeconds(20))).isTrue();
      assertThat(gateway.rooms()).isZero();
    }
  }

  private static final class Deaf extends Member {
    Deaf(Lane lane) {
      super("deaf", lane);
    }

    @Override
    protected void expel(CloseReason reason) {
      throw new AssertionError(reason);
    }

    @Override
    protected int deliver(Message message) {
      return 0;
    }
  }
}

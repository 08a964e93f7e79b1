package dev.carillon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import dev.carillon.support.RawSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A program whose last line is [Gateway#serve], and how it ends.
class GatewayServeTest {

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aProcessThatIsToldToEndSendsItsClientsAway() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var output = process.inputReader(UTF_8);
        RawSocket client = RawSocket.connect(Integer.parseInt(output.readLine()))) {
      client.upgrade("/socket.io/?EIO=4&transport=websocket");
      assertThat(client.readFrame().text()).startsWith("0{");

      process.toHandle().destroy();

      assertThat(client.readFrame().opcode()).as("a close frame").isEqualTo(8);
      client.endOutput();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("128 and SIGTERM").isEqualTo(143);
      assertThat(output.readLine()).as("what comes behind").isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whoeverClosesTheGatewayEndsTheServing() throws Exception {
    Gateway gateway = Gateway.builder().start();
    Thread serving =
        Thread.ofVirtual()
            .start(() -> {
              try {
                gateway.serve(Duration.ZERO);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });

    gateway.close();

    assertThat(serving.join(Duration.ofSeconds(20))).isTrue();
  }

  static final class Program {
    private Program() {}

    static void main() throws InterruptedException {
      SocketIo io = SocketIo.create("chat", SocketIoSettings.defaults());
      try (Gateway gateway = Gateway.builder().listen("127.0.0.1", 0, io).start()) {
        System.out.println(gateway.port(io));
        gateway.serve(Duration.ZERO);
      }
    }
  }
}

package dev.carillon.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import dev.carillon.socketio.SocketIo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EmbeddedTest {
  @Test
  void whoHasATokenHearsWhatIsPublished() {
    SocketIo io = Embedded.endpoint();
    try (Gateway gateway = Embedded.start("127.0.0.1", 0, io);
        Client ann = new Client(gateway.port(io))) {
      gateway.store().put("token:secret", "ann", Duration.ofMinutes(1));
      ann.send("40{\"token\":\"secret\"}").receive("40{\"sid\":");

      gateway.publish("news", "the bells are back".getBytes(UTF_8));
      io.to("user:ann").emit("only", "you");

      assertThat(ann.receive("42[\"news\"")).startsWith("42[\"news\",\"the bells are back\",");
      assertThat(ann.receive("42[\"only\"")).startsWith("42[\"only\",\"you\",");
    }
  }

  @Test
  void whoHasNoneIsToldSo() {
    SocketIo io = Embedded.endpoint();
    try (Gateway gateway = Embedded.start("127.0.0.1", 0, io);
        Client eve = new Client(gateway.port(io))) {
      assertThat(eve.send("40{\"token\":\"guess\"}").receive("44"))
          .isEqualTo("44{\"message\":\"unknown token\"}");
    }
  }
}

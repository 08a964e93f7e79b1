package dev.carillon.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import dev.carillon.socketio.SocketIo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EmbeddedTest {
  private static Gateway start() {
    return Gateway.builder().app(new Embedded("127.0.0.1", 0)).start();
  }

  private static SocketIo endpoint(Gateway gateway) {
    return (SocketIo) gateway.apps().getFirst().mounts().getFirst().endpoints().getFirst();
  }

  @Test
  void whoHasATokenHearsWhatIsPublished() {
    try (Gateway gateway = start();
        Client ann = new Client(gateway.addresses().getFirst().uri().getPort())) {
      gateway.store().put("token:secret", "ann", Duration.ofMinutes(1));
      ann.send("40{\"token\":\"secret\"}").receive("40{\"sid\":");

      gateway.publish("news", "the bells are back".getBytes(UTF_8));
      endpoint(gateway).to("user:ann").emit("only", "you");

      assertThat(ann.receive("42[\"news\"")).startsWith("42[\"news\",\"the bells are back\",");
      assertThat(ann.receive("42[\"only\"")).startsWith("42[\"only\",\"you\",");
    }
  }

  @Test
  void whoHasNoneIsToldSo() {
    try (Gateway gateway = start();
        Client eve = new Client(gateway.addresses().getFirst().uri().getPort())) {
      assertThat(eve.send("40{\"token\":\"guess\"}").receive("44"))
          .isEqualTo("44{\"message\":\"unknown token\"}");
    }
  }
}

package dev.carillon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import dev.carillon.socketio.SocketIo;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChatTest {
  @Test
  void whatIsSaidInARoomIsHeardThereAndNowhereElse() {
    SocketIo io = Chat.endpoint();
    try (Gateway gateway = Gateway.builder().listen("127.0.0.1", 0, io).start();
        Client ann = new Client(gateway.port(io));
        Client bob = new Client(gateway.port(io));
        Client eve = new Client(gateway.port(io))) {
      for (Client client : List.of(ann, bob, eve)) {
        client.send("40{\"name\":\"" + (client == ann ? "Ann" : "Other") + "\"}").receive("40");
      }
      bob.send("42[\"join\",\"tower\"]").send("42[\"say\",\"tower\",\"I am up\"]");
      bob.receive("42[\"said\",\"Other\",\"I am up\"]");

      ann.send("42[\"say\",\"tower\",{\"text\":\"Ring!\"}]");

      assertThat(bob.receive("42[\"said\",\"Ann\""))
          .isEqualTo("42[\"said\",\"Ann\",{\"text\":\"Ring!\"}]");
      ann.send("42[\"join\",\"eve\"]")
          .send("42[\"say\",\"eve\",1]")
          .receive("42[\"said\",\"Ann\",1]");
      assertThat(eve.packets()).noneMatch(packet -> packet.startsWith("42"));
    }
  }

  @Test
  void whoHasNoNameStaysOutside() {
    SocketIo io = Chat.endpoint();
    try (Gateway gateway = Gateway.builder().listen("127.0.0.1", 0, io).start();
        Client nobody = new Client(gateway.port(io))) {
      assertThat(nobody.send("40").receive("44")).isEqualTo("44{\"message\":\"say who you are\"}");
    }
  }
}

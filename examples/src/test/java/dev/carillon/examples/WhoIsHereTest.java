package dev.carillon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.Gateway;
import org.junit.jupiter.api.Test;

final class WhoIsHereTest {
  @Test
  void everybodyKnowsWhoIsHereAndWhoTypes() {
    try (Gateway gateway = Gateway.builder().app(new WhoIsHere("127.0.0.1", 0)).start()) {
      int port = gateway.addresses().getFirst().uri().getPort();
      try (Client ann = new Client(port);
          Client ben = new Client(port)) {
        ann.send("40{\"name\":\"Ann\"}");
        assertThat(ann.receive("42[\"here\"")).isEqualTo("42[\"here\",[\"Ann\"]]");
        ben.send("40{\"name\":\"Ben\"}");
        assertThat(ben.receive("42[\"here\"")).isEqualTo("42[\"here\",[\"Ann\",\"Ben\"]]");
        ann.receive("42[\"changed\",\"Ben\",\"JOINED\"]");

        ann.send("42[\"typing\",true]");
        ben.receive("42[\"typing\",\"Ann\",true]");
        ann.send("42[\"typing\",false]");
        ben.receive("42[\"typing\",\"Ann\",false]");

        assertThat(ann.packets()).noneMatch(packet -> packet.startsWith("42[\"typing\""));
        assertThat(ben.packets()).noneMatch(packet -> packet.startsWith("42[\"changed\""));
      }
    }
  }
}

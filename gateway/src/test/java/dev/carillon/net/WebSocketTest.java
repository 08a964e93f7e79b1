package dev.carillon.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WebSocketTest {
  @RegisterExtension final EchoServer server = new EchoServer();

  @Test
  void echoes() {
    try (var client = server.connect()) {
      client.upgrade("/ws");
      client.sendText("hello");
      assertThat(client.readFrame().text()).isEqualTo("hello");
    }
  }

  @Test
  void echoesFromAnotherLane() {
    for (int i = 0; i < 4; i++) {
      server.endpoint.lane = server.loops().lanes().get(1);
      try (var client = server.connect()) {
        client.upgrade("/ws");
        client.sendText("hello");
        assertThat(client.readFrame().text()).isEqualTo("hello");
      }
    }
  }
}

package dev.carillon.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.CloseReason;
import dev.carillon.support.RawSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Protocol, "Heartbeat".
class HeartbeatTest {

  @Test
  void theServerPingsAndPongsKeepTheConnection() {
    try (var server = new EngineServer();
        RawSocket client = server.webSocket()) {
      for (int round = 0; round < 3; round++) {
        server.clock.advance(Duration.ofSeconds(25));
        assertThat(client.readFrame().text()).isEqualTo("2");
        client.sendText("3");
        client.sendText("4round");
        assertThat(client.readFrame().text()).isEqualTo("4round"); // so the pong was taken
      }
      assertThat(server.closed).isEmpty();
    }
  }

  @Test
  void theNextPingIsCountedFromThePong() {
    try (var server = new EngineServer();
        RawSocket client = server.webSocket()) {
      server.clock.advance(Duration.ofSeconds(25));
      assertThat(client.readFrame().text()).isEqualTo("2");
      server.clock.advance(Duration.ofSeconds(10));
      client.sendText("3");
      client.sendText("4a");
      assertThat(client.readFrame().text()).isEqualTo("4a");
      server.clock.advance(Duration.ofSeconds(24));
      client.sendText("4b");
      assertThat(client.readFrame().text()).isEqualTo("4b");
      server.clock.advance(Duration.ofSeconds(1));
      assertThat(client.readFrame().text()).isEqualTo("2");
    }
  }

  @Test
  void whoeverDoesNotPongInTimeIsClosedWhateverElseItSends() {
    try (var server = new EngineServer();
        RawSocket client = server.webSocket()) {
      server.clock.advance(Duration.ofSeconds(25));
      assertThat(client.readFrame().text()).isEqualTo("2");
      server.clock.advance(Duration.ofSeconds(19));
      client.sendText("4alive");
      assertThat(client.readFrame().text()).isEqualTo("4alive");
      server.clock.advance(Duration.ofSeconds(1));
      await().until(() -> server.closed.contains(CloseReason.PING_TIMEOUT));
      assertThat(client.readFrame().opcode()).isEqualTo(8);
    }
  }

  @Test
  void aPollingClientIsPingedWithItsPoll() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      client.ask();
      server.clock.advance(Duration.ofSeconds(25));
      assertThat(client.gets.readResponse().text()).isEqualTo("2");
      // TCP connections that idle have a deadline of their own.
      try (RawSocket post = server.connect();
          RawSocket poll = server.connect()) {
        post.request("POST", client.target(), "Content-Length: 1").send("3");
        assertThat(post.readResponse().text()).isEqualTo("ok");
        poll.request("GET", client.target());
        server.clock.advance(Duration.ofSeconds(24));
        server.clock.advance(Duration.ofSeconds(1));
        assertThat(poll.readResponse().text()).isEqualTo("2");
      }
      server.clock.advance(Duration.ofSeconds(20));
      await().until(() -> server.closed.contains(CloseReason.PING_TIMEOUT));
    }
  }

  @Test
  void aClientThatPingsBreaksTheProtocol() {
    try (var server = new EngineServer();
        RawSocket client = server.webSocket()) {
      client.sendText("2");
      await().until(() -> server.closed.contains(CloseReasons.TRANSPORT_ERROR));
    }
  }
}

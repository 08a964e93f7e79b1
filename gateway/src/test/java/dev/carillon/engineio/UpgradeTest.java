package dev.carillon.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Frame;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Protocol, "Upgrade", and WebSocket afterwards.
class UpgradeTest {

  @Test
  void aPollingClientGoesOverToWebSocket() {
    try (var server = new EngineServer();
        var client = server.poll();
        RawSocket socket = client.probe(server)) {
      client.ask();
      socket.sendText("2probe");
      assertThat(socket.readFrame().text()).isEqualTo("3probe");
      assertThat(client.gets.readResponse().text()).isEqualTo("6");
      socket.sendText("5");
      socket.sendText("4hello");
      assertThat(socket.readFrame().text()).isEqualTo("4hello");
      client.ask();
      assertThat(client.gets.readResponse().text()).contains("\"code\":3");
      assertThat(client.post("4x").status()).isEqualTo(400);
      assertThat(server.closed).isEmpty();
    }
  }

  @Test
  void whatWaitsDuringTheUpgradeLeavesByTheWebSocketInOrder() {
    try (var server = new EngineServer();
        var client = server.poll();
        RawSocket socket = client.probe(server)) {
      socket.sendText("2probe");
      assertThat(socket.readFrame().text()).isEqualTo("3probe");
      server.send("one");
      server.send(new byte[] {1, 2, 0x1e, 3});
      server.send("two");
      socket.sendText("5");
      assertThat(socket.readFrame().text()).isEqualTo("4one");
      Frame binary = socket.readFrame();
      assertThat(binary.opcode()).isEqualTo(2);
      assertThat(binary.payload()).containsExactly(1, 2, 0x1e, 3);
      assertThat(socket.readFrame().text()).isEqualTo("4two");
      server.send("three");
      assertThat(socket.readFrame().text()).isEqualTo("4three");
    }
  }

  @Test
  void pollsAreReleasedAgainAndAgainWhileTheUpgradeLasts() {
    try (var server = new EngineServer();
        var client = server.poll();
        RawSocket socket = client.probe(server)) {
      socket.sendText("2probe");
      socket.sendText("2probe");
      assertThat(socket.readFrame().text()).isEqualTo("3probe");
      assertThat(socket.readFrame().text()).isEqualTo("3probe");
      assertThat(client.poll()).isEqualTo("6");
      assertThat(client.poll()).isEqualTo("6");
    }
  }

  @Test
  void aWrongProbeClosesThatWebSocketOnly() {
    for (String packet : new String[] {"2", "5", "4hello", "", "2probex"}) {
      try (var server = new EngineServer();
          var client = server.poll();
          RawSocket socket = client.probe(server)) {
        socket.sendText(packet);
        assertThat(socket.readFrame().opcode()).as(packet).isEqualTo(8);
        client.post("4still here");
        assertThat(client.poll()).isEqualTo("4still here");
        try (RawSocket again = client.probe(server)) {
          again.sendText("2probe");
          assertThat(again.readFrame().text()).isEqualTo("3probe");
        }
      }
    }
  }

  @Test
  void anUpgradeThatTakesTooLongIsGivenUp() {
    try (var server = new EngineServer();
        var client = server.poll();
        RawSocket socket = client.probe(server)) {
      socket.sendText("2probe");
      assertThat(socket.readFrame().text()).isEqualTo("3probe");
      server.clock.advance(Duration.ofSeconds(10));
      assertThat(socket.readFrame().opcode()).isEqualTo(8);
      client.reconnect(server);
      client.post("4still here");
      assertThat(client.poll()).isEqualTo("4still here");
    }
  }

  @Test
  void aSecondWebSocketIsClosedAtOnce() {
    try (var server = new EngineServer();
        var client = server.poll();
        RawSocket socket = client.probe(server)) {
      socket.sendText("2probe");
      assertThat(socket.readFrame().text()).isEqualTo("3probe");
      try (RawSocket second = client.probe(server)) {
        assertThat(second.readFrame().opcode()).isEqualTo(8);
      }
      socket.sendText("5");
      socket.sendText("4hello");
      assertThat(socket.readFrame().text()).isEqualTo("4hello");
      try (RawSocket third = client.probe(server)) {
        assertThat(third.readFrame().opcode()).isEqualTo(8);
      }
      socket.sendText("4again");
      assertThat(socket.readFrame().text()).isEqualTo("4again");
    }
  }

  @Test
  void aPingThatIsOutstandingIsAnsweredOverTheWebSocket() {
    try (var server = new EngineServer();
        var client = server.poll();
        RawSocket socket = client.probe(server)) {
      client.ask();
      server.clock.advance(Duration.ofSeconds(25));
      assertThat(client.gets.readResponse().text()).isEqualTo("2");
      socket.sendText("not a probe");
      assertThat(socket.readFrame().opcode()).isEqualTo(8);
      try (RawSocket again = client.probe(server)) {
        again.sendText("2probe");
        assertThat(again.readFrame().text()).isEqualTo("3probe");
        again.sendText("5");
        again.sendText("3");
        again.sendText("4a");
        assertThat(again.readFrame().text()).isEqualTo("4a");
        server.clock.advance(Duration.ofSeconds(25));
        assertThat(again.readFrame().text()).isEqualTo("2");
      }
    }
  }

  @Test
  void reasonsAreThoseOfTheReferenceServer() {
    assertReason(socket -> socket.sendText("1"), "transport close");
    assertReason(RawSocket::close, "transport close");
    assertReason(RawSocket::reset, "transport close");
    assertReason(socket -> socket.sendText("x"), "parse error");
    assertReason(socket -> socket.sendText("b***"), "parse error");
    assertReason(refused(socket -> socket.sendFrame(0x83, new byte[0])), "transport error");
    assertReason(
        refused(socket -> socket.sendFrame(0x81, new byte[] {(byte) 0xFF})), "transport error");
    assertReason(refused(socket -> socket.sendBinary(new byte[1_000_001])), "transport error");
  }

  /// Does what the server answers with a close frame, and then closes as it asks.
  private static Consumer<RawSocket> refused(Consumer<RawSocket> fault) {
    return socket -> {
      fault.accept(socket);
      assertThat(socket.readFrame().opcode()).isEqualTo(8);
      socket.close();
    };
  }

  private static void assertReason(Consumer<RawSocket> end, String reason) {
    try (var server = new EngineServer();
        RawSocket socket = server.webSocket()) {
      end.accept(socket);
      await().until(() -> !server.closed.isEmpty());
      assertThat(server.closed).hasSize(1);
      assertThat(server.closed.getFirst().phrase()).isEqualTo(reason);
    }
  }

  @Test
  void base64IsTakenOverWebSocketAsWell() {
    try (var server = new EngineServer();
        RawSocket socket = server.webSocket()) {
      socket.sendText("bAQID");
      assertThat(socket.readFrame().payload()).containsExactly(1, 2, 3);
      socket.sendBinary(new byte[] {4, 5});
      assertThat(socket.readFrame().payload()).containsExactly(4, 5);
    }
  }

  @Test
  void drainingEndsEveryTransportWithoutACode() {
    try (var server = new EngineServer();
        RawSocket socket = server.webSocket();
        var client = server.poll()) {
      client.ask();
      Thread drain = Thread.startVirtualThread(() -> server.gateway.drain(Duration.ofMillis(50)));
      Frame close = socket.readFrame();
      assertThat(close.opcode()).isEqualTo(8);
      assertThat(close.payload()).isEmpty();
      assertThat(client.gets.readResponse().text()).isEqualTo("1");
      await().until(() -> !drain.isAlive());
      assertThat(server.closed)
          .extracting(reason -> reason.phrase())
          .containsExactly("server shutting down", "server shutting down");
      assertThat(server.gateway.connections()).isZero();
    }
  }
}

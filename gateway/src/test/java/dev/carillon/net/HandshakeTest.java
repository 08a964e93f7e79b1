package dev.carillon.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.CloseReason;
import dev.carillon.support.RawSocket;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The opening handshake (RFC 6455 §4.2) as byte exchanges.
final class HandshakeTest {
  private static final int TEXT = 0x81;

  @RegisterExtension final EchoServer server = new EchoServer();

  @Test // §1.3 has this key and its answer; §4.2.2 (5)
  void keyIsAnswered() {
    try (var client = server.connect()) {
      var answer = client.upgrade("/ws");
      assertThat(answer.header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(answer.header("upgrade")).isEqualTo("websocket");
      assertThat(answer.header("connection")).isEqualTo("Upgrade");
      assertThat(answer.headers()).doesNotContainKeys("x-common", "sec-websocket-extensions");
    }
  }

  @ParameterizedTest // §4.2.1, §4.4
  @CsvSource({
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
    "Sec-WebSocket-Version: 13, X-None: 1, 426",
    "GET, POST, 405",
    "dGhlIHNhbXBsZSBub25jZQ==, c2hvcnQ=, 400",
    "dGhlIHNhbXBsZSBub25jZQ==, !!!, 400",
    "Sec-WebSocket-Key, X-Key, 400",
    "/ws, /nowhere, 404",
    "/ws, /refused, 403",
    "/ws, /broken, 500"
  })
  void badHandshakesAreRefused(String part, String instead, int status) {
    try (var client = server.connect()) {
      client.send(RawSocket.upgradeHead("/ws").replace(part, instead));
      var answer = client.readResponse();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("connection")).isEqualTo("close");
      assertThat(answer.header("sec-websocket-version")).isEqualTo(status == 426 ? "13" : "");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void tokensOfTheHeadersMayStandInListsAndInAnyCase() {
    try (var client = server.connect()) {
      client.send(
          RawSocket.upgradeHead("/ws")
              .replace("Connection: Upgrade", "Connection: keep-alive, UPGRADE")
              .replace("Upgrade: websocket", "Upgrade: WebSocket"));
      assertThat(client.readResponse().status()).isEqualTo(101);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection: Upgrade", "Upgrade: websocket"})
  void requestThatAProxyHasStrippedIsAPlainOne(String part) {
    try (var client = server.connect()) {
      client.send(RawSocket.upgradeHead("/ws").replace(part, "X-None: 1"));
      assertThat(client.readResponse().header("x-target")).isEqualTo("/ws");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void framesRightBehindTheRequestAreNotLost(int lane) throws InterruptedException {
    server.endpoint.lane = server.loops.lanes().get(lane);
    for (int i = 0; i < 4; i++) { // connections start in each lane in turn
      try (var client = server.connect()) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(EchoEndpoint.bytes(RawSocket.upgradeHead("/ws")));
        all.writeBytes(RawSocket.frame(TEXT, EchoEndpoint.bytes("one")));
        byte[] two = RawSocket.frame(TEXT, EchoEndpoint.bytes("two"));
        all.write(two, 0, 4);
        client.send(all.toByteArray());
        assertThat(client.readResponse().status()).isEqualTo(101);
        assertThat(client.readFrame().text()).isEqualTo("one");
        client.send(java.util.Arrays.copyOfRange(two, 4, two.length));
        assertThat(client.readFrame().text()).isEqualTo("two");
        assertOwner(lane);
      }
    }
  }

  private void assertOwner(int lane) throws InterruptedException {
    EchoEndpoint.Echo opened = opened();
    assertThat(opened.socket.lane().index()).isEqualTo(lane);
    assertThat(opened.heard).containsOnly("text");
  }

  private EchoEndpoint.Echo opened() throws InterruptedException {
    EchoEndpoint.Echo opened = server.endpoint.opened.poll(10, TimeUnit.SECONDS);
    assertThat(opened).isNotNull();
    return opened;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void endpointMayDecideLater(int lane) throws InterruptedException {
    server.endpoint.lane = server.loops.lanes().get(lane);
    try (var client = server.connect()) {
      client.send(RawSocket.upgradeHead("/held"));
      HttpUpgrade held = heldUpgrade();
      client.sendText("early");
      server.endpoint.accept(held);
      assertThat(client.readResponse().status()).isEqualTo(101);
      assertThat(client.readFrame().text()).isEqualTo("early");
      held.refuse(500, Headers.NONE, new byte[0]);
      client.sendText("late");
      assertThat(client.readFrame().text()).isEqualTo("late");
    }
  }

  private HttpUpgrade heldUpgrade() throws InterruptedException {
    HttpUpgrade held = server.endpoint.heldUpgrades.poll(10, TimeUnit.SECONDS);
    assertThat(held).isNotNull();
    return held;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void endpointHearsWhenTheClientIsGoneBeforeItsDecision(int lane) throws InterruptedException {
    server.endpoint.lane = server.loops.lanes().get(lane);
    var client = server.connect();
    client.send(RawSocket.upgradeHead("/held"));
    HttpUpgrade held = heldUpgrade();
    client.reset();
    server.endpoint.accept(held);
    assertThat(opened().closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.LOST);
  }

  @Test
  void oneHandlerIsLeftAfterTheUpgrade() throws InterruptedException {
    try (var client = server.connect()) {
      client.upgrade("/ws");
      client.sendText("x").readFrame();
      var socket = (FrameSocket) opened().socket;
      assertThat(socket.channel().pipeline().toMap().values()).containsExactly(socket);
    }
  }
}

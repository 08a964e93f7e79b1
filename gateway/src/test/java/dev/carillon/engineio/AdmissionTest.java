package dev.carillon.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.core.CloseReason;
import dev.carillon.support.Leaks;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Response;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is let in when the node is about to stop, or when the protocol above fails.
class AdmissionTest {
  private static final String POLLING = "/engine.io/?EIO=4&transport=polling";
  private static final String WEB_SOCKET = "/engine.io/?EIO=4&transport=websocket";
  private static final HandshakeGuard NO_OBJECTION = request -> null;

  // ---- a node that stops ----

  @ParameterizedTest // RFC 9110 §15.6.4, RFC 9112 §9.6
  @ValueSource(booleans = {false, true})
  void nobodyIsLetInOverAKeptConnectionOnceTheNodeStops(boolean guarded) {
    HandshakeGuard guard = guarded ? NO_OBJECTION : null;
    try (var server = new EngineServer(EngineIoSettings.defaults(), guard);
        var client = server.poll()) {
      server.endpoint.drain(Duration.ZERO);
      client.posts.request("GET", POLLING);
      Response refusal = client.posts.readResponse();
      assertThat(refusal.status()).isEqualTo(503);
      assertThat(refusal.header("connection")).isEqualTo("close");
      assertThat(refusal.text()).isEqualTo("{\"error\":\"shutting down\"}");
      assertThat(client.posts.isClosedByServer()).isTrue();
      try (var socket = server.connect()) {
        socket.send(RawSocket.upgradeHead(WEB_SOCKET));
        assertThat(socket.readResponse().status()).isEqualTo(503);
        assertThat(socket.isClosedByServer()).isTrue();
      }
      assertThat(server.connections).hasSize(1);
    }
  }

  @Test
  void whoIsInIsServedUntilItsTurnToGo() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      Thread drain = Thread.startVirtualThread(() -> server.endpoint.drain(Duration.ofDays(1)));
      await().until(() -> isRefused(server));
      assertThat(client.post("4hello").text()).isEqualTo("ok");
      assertThat(client.poll()).isEqualTo("4hello");
      assertThat(client.post("1").text()).isEqualTo("ok");
      await().until(() -> !drain.isAlive());
    }
  }

  private static boolean isRefused(EngineServer server) {
    try (var other = server.connect()) {
      Response answer = other.request("GET", POLLING).readResponse();
      if (answer.status() == 200) { // not yet: out again
        String sid = answer.text().split("\"", -1)[3];
        other
            .request("POST", POLLING + "&sid=" + sid, "Content-Length: 1")
            .send("1")
            .readResponse();
      }
      return answer.status() == 503;
    }
  }

  // ---- a protocol that fails ----

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProtocolThatFailsLeavesNothingBehindAndNobodyWithoutAnAnswer(boolean guarded) {
    var endpoint = failing(guarded ? NO_OBJECTION : null);
    try (var gateway = Gateway.builder().lanes(2).listen("127.0.0.1", 0, endpoint).start()) {
      try (var client = RawSocket.connect(gateway.port(endpoint))) {
        assertThat(client.request("GET", POLLING).readResponse().status()).isEqualTo(500);
      }
      try (var client = RawSocket.connect(gateway.port(endpoint))) {
        client.upgrade(WEB_SOCKET);
        assertThat(client.readFrame().closeCode()).isEqualTo(1011);
      }
      assertThat(gateway.connections()).isZero();
    }
    Leaks.check();
  }

  @Test
  void aGuardThatFailsBadlyLeavesNobodyWithoutAnAnswer() {
    HandshakeGuard broken =
        request -> {
          throw new LinkageError("on purpose");
        };
    try (var server = new EngineServer(EngineIoSettings.defaults(), broken);
        var client = server.connect()) {
      assertThat(client.request("GET", POLLING).readResponse().status()).isEqualTo(403);
    }
  }

  private static EngineIo failing(@Nullable HandshakeGuard guard) {
    return new EngineIo(
        "failing",
        EngineIoSettings.defaults(),
        connection -> {
          throw new IllegalStateException("on purpose");
        },
        guard);
  }

  /// Or what it sends after it would be noticed later than what comes over other connections.
  @Test
  void aClientLearnsThatItIsInOnceItsLaneReads() throws InterruptedException {
    var reached = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var endpoint =
        new EngineIo(
            "slow",
            EngineIoSettings.defaults(),
            connection -> {
              reached.countDown();
              await().until(() -> goOn.getCount() == 0);
              return new Silent();
            },
            null);
    try (var gateway = Gateway.builder().lanes(1).listen("127.0.0.1", 0, endpoint).start();
        var client = RawSocket.connect(gateway.port(endpoint))) {
      client.send(RawSocket.upgradeHead(WEB_SOCKET));
      reached.await();
      assertThat(client.hasInput()).isFalse();
      goOn.countDown();
      assertThat(client.readResponse().status()).isEqualTo(101);
      assertThat(client.readFrame().text()).startsWith("0{");
    }
    Leaks.check();
  }

  private static final class Silent implements EngineListener {
    @Override
    public void onText(ByteBuf message) {}

    @Override
    public void onBinary(ByteBuf message) {}

    @Override
    public void onClosed(CloseReason reason) {}
  }

  // ---- subprotocols ----

  @Test // RFC 6455 §4.2.2 (5); as the reference server chooses
  void theFirstSubprotocolIsAgreedTo() {
    try (var server = new EngineServer();
        var client = server.connect()) {
      Response agreed = client.upgrade(WEB_SOCKET, "Sec-WebSocket-Protocol: chat.v1, chat.v2");
      assertThat(agreed.header("sec-websocket-protocol")).isEqualTo("chat.v1");
    }
  }

  @Test
  void noneIsNamedWhereNoneWasOffered() {
    try (var server = new EngineServer();
        var client = server.connect()) {
      assertThat(client.upgrade(WEB_SOCKET).headers()).doesNotContainKey("sec-websocket-protocol");
    }
  }

  @Test
  void anUpgradeOfASessionAgreesLikewise() {
    try (var server = new EngineServer();
        var client = server.poll();
        var socket = server.connect()) {
      Response agreed =
          socket.upgrade(WEB_SOCKET + "&sid=" + client.sid, "Sec-WebSocket-Protocol: chat.v1");
      assertThat(agreed.header("sec-websocket-protocol")).isEqualTo("chat.v1");
    }
  }

  @ParameterizedTest // RFC 6455 §4.1 (10)
  @ValueSource(strings = {"a, ", "a b", "a,a", "(x)", ","})
  void whatIsNoListOfSubprotocolsIsRefused(String offered) {
    try (var server = new EngineServer();
        var client = server.connect()) {
      client.send(RawSocket.upgradeHead(WEB_SOCKET, "Sec-WebSocket-Protocol: " + offered));
      assertThat(client.readResponse().status()).isEqualTo(400);
    }
  }
}

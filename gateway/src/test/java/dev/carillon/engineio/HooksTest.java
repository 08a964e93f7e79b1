package dev.carillon.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.net.Headers;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What an embedder hangs onto an endpoint: headers of its own, refused requests, the cookie.
class HooksTest {
  private static final String POLLING = "/engine.io/?EIO=4&transport=polling";
  private static final String WEB_SOCKET = "/engine.io/?EIO=4&transport=websocket";

  @Test
  void headersAreAddedToEachAnswerAndToTheFirst() {
    try (var server = new EngineServer();
        var polling = server.connect();
        var socket = server.connect()) {
      server.endpoint.addHeaders((request, first) ->
          Headers.of("X-Node", "one").and(first ? Headers.of("X-New", "é") : Headers.NONE));
      Response opened = polling.request("GET", POLLING).readResponse();
      assertThat(opened.header("x-node")).isEqualTo("one");
      assertThat(opened.header("x-new")).isEqualTo("é");
      String sid = opened.text().split("\"", -1)[3];
      polling.request("POST", POLLING + "&sid=" + sid, "Content-Length: 2").send("4x");
      Response later = polling.readResponse();
      assertThat(later.header("x-node")).isEqualTo("one");
      assertThat(later.headers()).doesNotContainKey("x-new");
      Response upgraded = socket.upgrade(WEB_SOCKET);
      assertThat(upgraded.header("x-node")).isEqualTo("one");
      assertThat(upgraded.header("x-new")).isEqualTo("é");
    }
  }

  @Test
  void aHookThatFailsAddsNothing() {
    try (var server = new EngineServer();
        var client = server.connect()) {
      server.endpoint.addHeaders((request, first) -> {
        throw new IllegalStateException("on purpose");
      });
      assertThat(client.request("GET", POLLING).readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void refusedRequestsAreTold() {
    List<ConnectionError> errors = new CopyOnWriteArrayList<>();
    HandshakeGuard guard = request -> request.query().containsKey("out") ? "not today" : null;
    try (var server = new EngineServer(EngineIoSettings.defaults(), guard)) {
      server.endpoint.onConnectionError(error -> {
        throw new IllegalStateException("on purpose");
      });
      server.endpoint.onConnectionError(errors::add);
      refuse(server, POLLING + "&sid=unknown");
      refuse(server, POLLING + "&out");
      try (var socket = server.connect()) {
        socket.send(RawSocket.upgradeHead("/engine.io/?EIO=3&transport=websocket")).readResponse();
      }
      server.endpoint.drain(Duration.ZERO);
      refuse(server, POLLING);
      await().until(() -> errors.size() == 4);
      assertThat(errors.stream().map(ConnectionError::code)).containsExactly(1, 4, 5, -1);
      assertThat(errors.stream().map(ConnectionError::message))
          .containsExactly(
              "Session ID unknown", "not today", "Unsupported protocol version", "shutting down");
      assertThat(errors.getFirst().request().query()).containsEntry("sid", "unknown");
      assertThat(errors.getFirst().toString()).doesNotContain("unknown");
    }
  }

  private static void refuse(EngineServer server, String target) {
    try (var client = server.connect()) {
      assertThat(client.request("GET", target).readResponse().status()).isNotEqualTo(200);
    }
  }

  @Test // RFC 6265 §4.1.1
  void theCookieHasTheAttributesItIsGiven() {
    SessionCookie all =
        SessionCookie.defaults()
            .with(to -> {
              to.name = "node";
              to.maxAge = Duration.ofHours(1);
              to.domain = "app.example";
              to.path = "/chat";
              to.httpOnly = false;
              to.secure = true;
              to.partitioned = true;
              to.sameSite = "None";
            });
    assertThat(all.header("id"))
        .isEqualTo(
            "node=id; Max-Age=3600; Domain=app.example; Path=/chat; Secure; Partitioned;"
                + " SameSite=None");
    SessionCookie bare =
        all.with(to -> {
          to.path = null;
          to.sameSite = null;
          to.domain = null;
          to.maxAge = null;
        });
    assertThat(bare.header("id")).isEqualTo("node=id; Secure; Partitioned");
  }
}

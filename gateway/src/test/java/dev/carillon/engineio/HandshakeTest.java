package dev.carillon.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.net.OriginPolicy;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Response;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Protocol, "Handshake", and the errors that the reference server answers with.
class HandshakeTest {

  @Test
  void theOpenPacketHasExactlyTheFiveKeys() {
    try (var server = new EngineServer();
        var client = server.poll()) {
      assertThat(client.handshake.status()).isEqualTo(200);
      assertThat(client.handshake.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
      assertThat(client.handshake.header("cache-control")).isEqualTo("no-store");
      assertThat(client.handshake.header("set-cookie")).isEmpty();
      assertThat(client.sid).matches("[A-Za-z0-9_-]{20}");
      assertThat(client.handshake.text())
          .isEqualTo(
              "0{\"sid\":\""
                  + client.sid
                  + "\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
                  + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
    }
  }

  @Test
  void aWebSocketIsOfferedNoUpgrade() {
    try (var server = new EngineServer();
        RawSocket client = server.connect()) {
      client.upgrade("/engine.io/?EIO=4&transport=websocket");
      assertThat(client.readFrame().text()).contains("\"upgrades\":[]", "\"pingInterval\":25000");
    }
  }

  @Test
  void noUpgradeIsOfferedWhereThereIsNone() {
    try (var server =
            new EngineServer(EngineIoSettings.defaults().with(to -> to.upgrades = false));
        var client = server.poll()) {
      assertThat(client.handshake.text()).contains("\"upgrades\":[]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | EIO=4                                    | 400 | 0 | Transport unknown
          GET  | EIO=4&transport=pigeon                   | 400 | 0 | Transport unknown
          GET  | EIO=4&transport=webtransport             | 400 | 0 | Transport unknown
          GET  | EIO=4&transport=polling&sid=nobody       | 400 | 1 | Session ID unknown
          POST | EIO=4&transport=polling                  | 400 | 2 | Bad handshake method
          OPTIONS | EIO=4&transport=polling               | 400 | 2 | Bad handshake method
          GET  | EIO=4&transport=websocket                | 400 | 3 | Bad request
          GET  | transport=polling                        | 400 | 5 | Unsupported protocol version
          GET  | EIO=3&transport=polling                  | 400 | 5 | Unsupported protocol version
          GET  | EIO=abc&transport=polling                | 400 | 5 | Unsupported protocol version
          """)
  void whatIsWrongIsToldByItsCode(
      String method, String query, int status, int code, String message) {
    try (var server = new EngineServer();
        RawSocket client = server.connect()) {
      client.request(method, "/engine.io/?" + query);
      Response answer = client.readResponse();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("content-type")).isEqualTo("application/json");
      assertThat(answer.text())
          .isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
      assertThat(server.connections).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EIO=4&transport=websocket&sid=nobody, Session ID unknown",
    "EIO=4, Transport unknown",
    "EIO=3&transport=websocket, Unsupported protocol version"
  })
  void aWebSocketIsRefusedWithTheBareMessage(String query, String message) {
    try (var server = new EngineServer();
        RawSocket client = server.connect()) {
      client.send(RawSocket.upgradeHead("/engine.io/?" + query));
      Response answer = client.readResponse();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("content-type")).isEqualTo("text/html");
      assertThat(answer.text()).isEqualTo(message);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void anotherOriginIsForbidden() {
    var settings =
        EngineIoSettings.defaults()
            .with(to -> to.origins = OriginPolicy.allow(Set.of("https://ours.example")));
    try (var server = new EngineServer(settings);
        RawSocket client = server.connect()) {
      client.request("GET", "/engine.io/?EIO=4&transport=polling", "Origin: https://evil.example");
      Response answer = client.readResponse();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
      client.request("GET", "/engine.io/?EIO=4&transport=polling", "Origin: https://ours.example");
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void theGuardMayRefuseWithAMessageOfItsOwn() {
    try (var server =
            new EngineServer(
                EngineIoSettings.defaults(),
                head -> "x".equals(head.query().get("token")) ? null : "no \"token\"");
        RawSocket client = server.connect();
        RawSocket other = server.connect()) {
      client.request("GET", "/engine.io/?EIO=4&transport=polling");
      Response answer = client.readResponse();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).isEqualTo("{\"code\":4,\"message\":\"no \\\"token\\\"\"}");
      client.request("GET", "/engine.io/?EIO=4&transport=polling&token=x");
      assertThat(client.readResponse().text()).startsWith("0{");
      other.send(RawSocket.upgradeHead("/engine.io/?EIO=4&transport=websocket"));
      answer = other.readResponse();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).isEqualTo("no \"token\"");
    }
  }

  @Test
  void aGuardThatFailsLetsNobodyPass() {
    try (var server =
            new EngineServer(
                EngineIoSettings.defaults(),
                head -> {
                  throw new IllegalStateException("on purpose");
                });
        RawSocket client = server.connect();
        RawSocket other = server.connect()) {
      client.request("GET", "/engine.io/?EIO=4&transport=polling");
      assertThat(client.readResponse().status()).isEqualTo(403);
      other.send(RawSocket.upgradeHead("/engine.io/?EIO=4&transport=websocket"));
      assertThat(other.readResponse().status()).isEqualTo(400);
    }
  }

  @Test
  void theCookieIsSetByThePollingHandshakeOnly() {
    var settings = EngineIoSettings.defaults().with(to -> to.cookie = SessionCookie.defaults());
    try (var server = new EngineServer(settings);
        var client = server.poll();
        RawSocket socket = server.connect()) {
      assertThat(client.handshake.header("set-cookie"))
          .isEqualTo("io=" + client.sid + "; Path=/; HttpOnly; SameSite=Lax");
      client.ask();
      server.send("x");
      assertThat(client.gets.readResponse().header("set-cookie")).isEmpty();
      assertThat(socket.upgrade("/engine.io/?EIO=4&transport=websocket").header("set-cookie"))
          .isEmpty();
    }
  }

  @Test
  void aTransportThatIsNotServedIsUnknown() {
    try (var server =
            new EngineServer(
                EngineIoSettings.defaults()
                    .with(to -> {
                      to.polling = false;
                      to.webSocket = true;
                    }));
        RawSocket client = server.connect()) {
      client.request("GET", "/engine.io/?EIO=4&transport=polling");
      assertThat(client.readResponse().text()).contains("\"code\":0");
    }
  }
}

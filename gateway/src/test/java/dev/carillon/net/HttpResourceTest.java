package dev.carillon.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.support.RawSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpResourceTest {
  private static final HttpResource WHAT_COMES =
      exchange -> exchange.respond(200, Headers.NONE, exchange.body(), false);

  private final Endpoint tree = WHAT_COMES.at("tree", "/tree/");
  private final Endpoint leaf = WHAT_COMES.at("leaf", "/leaf");
  private Gateway gateway;
  private RawSocket client;

  @BeforeEach
  void start() {
    gateway = Gateway.builder().lanes(1).listen("127.0.0.1", 0, tree, leaf).start();
    client = RawSocket.connect(gateway.port(leaf));
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  @Test
  void aPathWithASlashAtItsEndStandsForAllThatBeginWithIt() {
    assertThat(status("GET", "/tree/", 0)).isEqualTo(200);
    assertThat(status("GET", "/tree/a/b", 0)).isEqualTo(200);
    assertThat(status("GET", "/leaf", 0)).isEqualTo(200);
    assertThat(status("GET", "/leaf?a=b", 0)).isEqualTo(200);
    assertThat(status("GET", "/leaf/", 0)).isEqualTo(404);
    assertThat(status("GET", "/tree", 0)).isEqualTo(404);
  }

  /// RFC 9110 §15.5.14.
  @Test
  void aBodyPastTheLimitIsRefused() {
    assertThat(status("POST", "/leaf", HttpResource.DEFAULT_MAX_BODY)).isEqualTo(200);
    assertThat(status("POST", "/leaf", HttpResource.DEFAULT_MAX_BODY + 1)).isEqualTo(413);
  }

  @Test
  void aWebSocketIsRefused() {
    client.send(RawSocket.upgradeHead("/leaf"));
    assertThat(client.readResponse().status()).isEqualTo(404);
  }

  @Test
  void aConnectionTooManyIsClosedAtOnceAndTheOthersGoOn() {
    try (Gateway full =
            Gateway.builder()
                .lanes(1)
                .listeners(ListenerSettings.defaults().with(to -> to.maxConnections = 2))
                .listen("127.0.0.1", 0, WHAT_COMES.at("leaf", "/leaf"))
                .listen("127.0.0.1", 0, tree)
                .start();
        RawSocket one = RawSocket.connect(full.port(tree))) {
      RawSocket two = RawSocket.connect(full.port(tree));
      assertThat(two.request("GET", "/tree/").readResponse().status()).isEqualTo(200);
      try (RawSocket three = RawSocket.connect(full.port(tree))) {
        assertThat(three.isClosedByServer()).isTrue();
      }
      assertThat(one.request("GET", "/tree/").readResponse().status()).isEqualTo(200);
      two.close();
      await().until(() -> isServed(full));
    }
  }

  private boolean isServed(Gateway full) {
    try (RawSocket next = RawSocket.connect(full.port(tree))) {
      return next.request("GET", "/tree/").readResponse().status() == 200;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private int status(String method, String target, int bytes) {
    client.send(
        method + " " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + bytes + "\r\n\r\n");
    client.send("x".repeat(bytes).getBytes(US_ASCII));
    return client.readResponse().status();
  }
}

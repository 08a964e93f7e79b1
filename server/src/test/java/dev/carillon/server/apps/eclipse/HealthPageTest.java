package dev.carillon.server.apps.eclipse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.GatewayBuilder;
import dev.carillon.net.OriginPolicy;
import dev.carillon.support.RawSocket;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthPageTest extends EclipseFixture {
  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder;
  }

  @Test
  void thePageTellsWhoIsHere() {
    start();
    joined("u1", "cmhavp3xg001");
    joined("u2", "cmhavp3xg001");
    joined("u3", "c1");
    clock.advance(Duration.ofMillis(12_300));

    for (String target : new String[] {"/", "/health", "/health?x=1", "/?token=x"}) {
      RawSocket.Response page = request("GET", target);

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("content-type")).isEqualTo("application/json");
      assertThat(page.header("access-control-allow-origin")).isEqualTo("*");
      assertThat(page.header("access-control-allow-methods")).isEqualTo("GET, OPTIONS");
      assertThat(page.header("access-control-allow-headers")).isEqualTo("Content-Type");
      assertThat(page.text())
          .matches(
              "\\{\"status\":\"healthy\",\"uptime\":12\\.3,\"connections\":\\{\"total\":3,\"byChat\":\\["
                  + "(\\{\"chatId\":\"(cmhavp3x\\.\\.\\.\",\"count\":2|c1\\.\\.\\.\",\"count\":1)},?){2}]},"
                  + "\"memory\":\\{\"used\":\\d+,\"total\":\\d+,\"percentage\":\\d+},"
                  + "\"timestamp\":\"2023-11-14T22:30:12.300Z\"}");
    }
  }

  @Test
  void detailsCanBeLeftOut() {
    healthDetails = false;
    start();
    joined("u1", "c1");

    assertThat(request("GET", "/health").text())
        .isEqualTo(
            "{\"status\":\"healthy\",\"uptime\":0.0,\"connections\":{\"total\":1,\"byChat\":[]},"
                + "\"timestamp\":\""
                + NOW
                + "\"}");
  }

  @Test
  void otherRequestsFindNothing() {
    start();
    for (RawSocket.Response page :
        new RawSocket.Response[] {request("GET", "/healthz"), request("POST", "/health")}) {
      assertThat(page.status()).isEqualTo(404);
      assertThat(page.text()).isEqualTo("{\"error\":\"Not found\"}");
    }
  }

  @Test
  void optionsAreAnsweredOnAnyPath() {
    start();
    RawSocket.Response page = request("OPTIONS", "/x");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).isEmpty();
    assertThat(page.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(page.header("access-control-allow-methods")).isEqualTo("GET, OPTIONS");
  }

  @Test
  void otherOriginsAreRefusedWhenSomeAreAllowed() {
    channels = channels.with(to -> to.origins = OriginPolicy.allow(Set.of("https://a.example")));
    start();

    open("/", "Origin: https://a.example");
    try (var client = RawSocket.connect(port())) {
      client.send(RawSocket.upgradeHead("/", "Origin: https://b.example"));
      assertThat(client.readResponse().status()).isEqualTo(403);
    }
  }

  @Test
  void aFullNodeTakesNoMore() {
    channels =
        channels.with(to -> {
          to.maxConnections = 1;
          to.maxConnectionsPerAddress = Integer.MAX_VALUE;
        });
    start();
    joined("u1", "c1");

    try (var client = RawSocket.connect(port())) {
      client.send(RawSocket.upgradeHead("/?token=" + token("u2", "c1", true)));
      assertThat(client.readResponse().status()).isEqualTo(503);
    }
  }

  private RawSocket.Response request(String method, String target) {
    try (var client = RawSocket.connect(port())) {
      return client.request(method, target).readResponse();
    }
  }
}

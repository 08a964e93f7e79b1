package dev.carillon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.auth.JwtSigner;
import dev.carillon.core.Clock;
import dev.carillon.core.Instruments;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigInput;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The whole server, from configuration to bytes.
class GatewayNodeTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void everyAppAnswersAtItsAddressAsConfigured() throws Exception {
    var settings =
        Map.of(
            "apps.echo.ping-interval", "7s",
            "apps.echo.path", "/other/",
            "apps.loomio.records.max-payload", "2000");
    try (var server =
        Server.start(
            config(List.of("loomio", "toggo", "eclipse", "echo"), settings), GatewayNode::start)) {
      assertThat(server.addresses()).hasSize(5);
      assertThat(open(server, "echo-engine")).contains("\"pingInterval\":7000");
      assertThat(open(server, "loomio")).contains("\"maxPayload\":2000", "\"pingInterval\":25000");
      assertThat(open(server, "echo")).contains("\"pingInterval\":7000");
      assertThat(address(server, "echo")).endsWith("/other/");
      assertThat(address(server, "toggo")).endsWith("/ws");
      assertThat(send(HttpRequest.newBuilder(URI.create(address(server, "eclipse")))))
          .startsWith("{\"status\":\"healthy\"");
    }
  }

  @Test
  void whatIsPublishedOverHttpReachesLoomiosClients() throws Exception {
    try (var server = Server.start(config(List.of("loomio"), Map.of()), GatewayNode::start)) {
      String session = address(server, "loomio") + "?EIO=4&transport=polling&sid=" + sid(server);
      assertThat(
              send(HttpRequest.newBuilder(URI.create(session)).POST(BodyPublishers.ofString("40"))))
          .isEqualTo("ok");
      assertThat(send(HttpRequest.newBuilder(URI.create(session)))).startsWith("40{\"sid\":");

      var publish = URI.create("http://127.0.0.1:" + server.opsAddress().getPort() + "/publish");
      String body = "{\"channel\":\"/system_notice\",\"message\":{\"notice\": 1.50}}";
      assertThat(send(HttpRequest.newBuilder(publish).POST(BodyPublishers.ofString(body))))
          .isEqualTo("{\"published\":1}");

      assertThat(send(HttpRequest.newBuilder(URI.create(session))))
          .startsWith("42[\"notice\",{\"notice\": 1.50},");
    }
  }

  @Test
  void theActivityFeedIsServedBesideTheTripsOnceItIsOn() throws Exception {
    var settings =
        Map.of(
            "apps.toggo.jwt-secret", "secret",
            "apps.toggo.feed", "true",
            "apps.toggo.feed-members-key", "members:{trip}");
    try (var server = Server.start(config(List.of("toggo"), settings), GatewayNode::start)) {
      String trips = address(server, "toggo").replace("ws:", "http:").replace("/ws", "");
      var count = URI.create(trips + "/api/v1/trips/t1/activity/unread-count");
      var anonymous = client.send(HttpRequest.newBuilder(count).build(), BodyHandlers.discarding());
      String token =
          new JwtSigner("secret".getBytes(StandardCharsets.UTF_8), Clock.system())
              .sign(Map.of("sub", UUID.randomUUID().toString()), Duration.ofMinutes(1));

      assertThat(anonymous.statusCode()).isEqualTo(401);
      assertThat(send(HttpRequest.newBuilder(count).header("Authorization", "Bearer " + token)))
          .isEqualTo("{\"unread_count\":0}");
    }
  }

  @Test
  void pagesOfOtherOriginsAreRefusedUnlessAllowed() throws Exception {
    var settings = Map.of("apps.loomio.records.allowed-origins", "https://a.example");
    try (var server = Server.start(config(List.of("loomio"), settings), GatewayNode::start)) {
      assertThat(statusFor(server, "https://a.example")).isEqualTo(200);
      assertThat(statusFor(server, "https://b.example")).isEqualTo(403);
    }
  }

  @Test
  void aNodeWhoseRedisIsAwayServesHealthAndIsNotReady() throws Exception {
    // Port 1 (tcpmux) is not in use on any machine that runs tests.
    var settings = Map.of("redis.url", "redis://127.0.0.1:1");
    try (var server = Server.start(config(List.of("loomio"), settings), GatewayNode::start)) {
      var ready = URI.create("http://127.0.0.1:" + server.opsAddress().getPort() + "/health/ready");
      var response = client.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).contains("\"broker: ");
    }
  }

  @Test
  void aPortInUseIsToldByItsNumber() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      var config =
          config(List.of("echo"), Map.of("apps.echo.port", port, "apps.echo.bind", "127.0.0.1"));

      assertThatThrownBy(() -> GatewayNode.start(config, 10, Instruments.NONE))
          .hasMessage("echo: cannot listen on 127.0.0.1:%s: another process listens there", port);
    }
  }

  private int statusFor(Server server, String origin) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(address(server, "loomio") + "?EIO=4&transport=polling"))
            .header("Origin", origin)
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private String sid(Server server) throws Exception {
    return open(server, "loomio").replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
  }

  private String open(Server server, String app) throws Exception {
    String url = address(server, app) + "?EIO=4&transport=polling";
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  private String send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static String address(Server server, String app) {
    return server.addresses().stream()
        .filter(address -> address.endpoint().equals(app))
        .map(address -> address.uri().toString())
        .findFirst()
        .orElseThrow();
  }

  private static ServerConfig config(List<String> apps, Map<String, String> settings)
      throws Exception {
    var all =
        new HashMap<>(
            Map.of(
                "ops.port", "0",
                "apps.echo.port", "0",
                "apps.toggo.port", "0",
                "apps.loomio.records.port", "0",
                "apps.eclipse.port", "0",
                "apps.eclipse.jwt-secret", "secret",
                "apps.eclipse.api-secret", "secret",
                "stop.drain", "0s"));
    all.putAll(settings);
    return ServerConfig.read(AppTypes.onClassPath(), new ConfigInput(apps, null, all, Map.of()));
  }
}

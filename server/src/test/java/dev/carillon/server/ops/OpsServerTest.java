package dev.carillon.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Interest;
import dev.carillon.server.config.Settings;
import dev.carillon.server.support.BoxBroker;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpsServerTest {
  private static final Interest.Source NO_SECRETS =
      (channel, message) -> channel.equals("secrets") ? Interest.refused("hush") : Interest.NONE;

  private final BoxBroker broker = new BoxBroker();
  private final Health health = new Health(broker);
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusInstruments instruments = new PrometheusInstruments(registry);
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable OpsServer ops;

  @AfterEach
  void stop() {
    client.close();
    if (ops != null) {
      ops.close();
    }
  }

  @Test
  void isAliveFromTheStartAndReadyLater() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").body())
        .isEqualTo("{\"ready\":false,\"reasons\":[\"starting\"]}");

    health.started();

    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").body()).isEqualTo("{\"ready\":true}");
  }

  @Test
  void readinessNamesAllThatIsWrong() throws Exception {
    health.check(() -> List.of("store: down"));
    health.stopping();
    broker.state(Broker.State.DOWN);

    assertThat(get("/health/ready").body())
        .isEqualTo("{\"ready\":false,\"reasons\":[\"stopping\",\"broker: down\",\"store: down\"]}");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsTellWhatTheEngineTold() throws Exception {
    NodeMetrics.register(registry, broker, () -> 7, "1.2.3");
    instruments.opened("echo", "polling");
    instruments.opened("echo", "polling");
    instruments.upgraded("echo");
    instruments.closed("echo", "polling", CloseReason.SLOW);
    instruments.refused("echo", "origin");
    instruments.received("echo", 40);
    instruments.delivered("echo", 3, 120);
    instruments.latency(2_000_000);
    instruments.recovery("echo", true);
    instruments.recovery("echo", false);
    instruments.badInput("loomio", "broker", "json");
    instruments.givenUp("toggo", "feed-entry", "store-oom");
    instruments.documentOpened("loomio");
    instruments.documentOpened("loomio");
    instruments.documentClosed("loomio");
    instruments.documentChanged("loomio");
    instruments.documentStored("loomio", 70);
    instruments.documentFailed("loomio");
    instruments.slowReader("loomio");

    var response = get("/metrics");

    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain");
    assertThat(response.body().lines())
        .contains(
            "carillon_connections{app=\"echo\",transport=\"polling\"} 0.0",
            "carillon_connections{app=\"echo\",transport=\"websocket\"} 1.0",
            "carillon_connections_opened_total{app=\"echo\",transport=\"polling\"} 2.0",
            "carillon_upgrades_total{app=\"echo\"} 1.0",
            "carillon_connections_closed_total{app=\"echo\",reason=\"slow-consumer\"} 1.0",
            "carillon_handshakes_refused_total{app=\"echo\",reason=\"origin\"} 1.0",
            "carillon_messages_received_total{app=\"echo\"} 1.0",
            "carillon_received_bytes_total{app=\"echo\"} 40.0",
            "carillon_deliveries_total{app=\"echo\"} 3.0",
            "carillon_delivered_bytes_total{app=\"echo\"} 120.0",
            "carillon_delivery_latency_seconds_bucket{le=\"0.001\"} 0",
            "carillon_delivery_latency_seconds_bucket{le=\"0.0025\"} 1",
            "carillon_recoveries_total{app=\"echo\",result=\"missed\"} 1.0",
            "carillon_recoveries_total{app=\"echo\",result=\"recovered\"} 1.0",
            "carillon_bad_input_total{app=\"loomio\",reason=\"json\",source=\"broker\"} 1.0",
            "carillon_given_up_total{app=\"toggo\",reason=\"store-oom\",what=\"feed-entry\"} 1.0",
            "carillon_documents{app=\"loomio\"} 1.0",
            "carillon_document_changes_total{app=\"loomio\"} 1.0",
            "carillon_document_stored_bytes_total{app=\"loomio\"} 70.0",
            "carillon_document_failures_total{app=\"loomio\"} 1.0",
            "carillon_document_slow_readers_total{app=\"loomio\"} 1.0",
            "carillon_rooms 7.0",
            "carillon_broker_state{state=\"ready\"} 1.0",
            "carillon_broker_state{state=\"down\"} 0.0",
            "carillon_broker_reconnects_total 3.0",
            "carillon_broker_round_trip_seconds 0.0");
  }

  @Test
  void aPublishedMessageReachesTheBrokerByteForByte() throws Exception {
    String message = "{ \"b\":12345678901234567890123.0e1,\t\"a\":\"\\u00e9\u00fc\ud83d\ude00\" }";

    var response = publish("{\"channel\":\"/records\",\"message\":" + message + "}");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"published\":1}");
    assertThat(broker.box()).containsExactly("/records " + message);
  }

  @Test
  void anArrayIsPublishedInItsOrder() throws Exception {
    var response =
        publish("[{\"channel\":\"a\",\"message\":1},{\"message\":\"two\",\"channel\":\"b\"}]");

    assertThat(response.body()).isEqualTo("{\"published\":2}");
    assertThat(broker.box()).containsExactly("a 1", "b two");
  }

  @Test
  void nothingIsPublishedWhenOneEntryIsBad() throws Exception {
    var response = publish("[{\"channel\":\"a\",\"message\":1},{\"channel\":\"b\"}]");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo("{\"error\":\"message is missing at line 1, column 30\"}");
    assertThat(broker.box()).isEmpty();
  }

  @Test
  void aBrokerThatIsDownIsToldAtOnce() throws Exception {
    broker.state(Broker.State.DOWN);

    var response = publish("{\"channel\":\"a\",\"message\":1}");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("{\"error\":\"the broker is down\",\"published\":0}");
  }

  @Test
  void aMessageThatTheBrokerRefusesIsNotCountedAsPublished() throws Exception {
    broker.refuse();

    assertThat(publish("{\"channel\":\"a\",\"message\":1}").statusCode()).isEqualTo(503);
    assertThat(get("/metrics").body())
        .contains("carillon_publish_requests_total{status=\"503\"} 1.0");
  }

  @Test
  void tooMuchIsRefused() throws Exception {
    String body = "{\"channel\":\"a\",\"message\":\"" + "x".repeat(70_000) + "\"}";

    assertThat(publish(body).statusCode()).isEqualTo(413);
    var chunked =
        client.send(
            request("/publish")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8))))
                .build(),
            BodyHandlers.ofString());
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(broker.box()).isEmpty();
  }

  @Test
  void withAKeyOnlyWhoKnowsItPublishes() throws Exception {
    start("opensesame");
    String body = "{\"channel\":\"a\",\"message\":1}";

    assertThat(publish(body).statusCode()).isEqualTo(401);
    assertThat(publish(body).headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(publish(body, "Authorization", "Bearer opensesam").statusCode()).isEqualTo(401);
    assertThat(publish(body, "Authorization", "Basic opensesame").statusCode()).isEqualTo(401);
    assertThat(broker.box()).isEmpty();
    assertThat(publish(body, "Authorization", "bearer opensesame").statusCode()).isEqualTo(200);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example",
    "Origin, null",
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site"
  })
  void withoutAKeyNoWebPagePublishes(String header, String value) throws Exception {
    assertThat(publish("{\"channel\":\"a\",\"message\":1}", header, value).statusCode())
        .isEqualTo(403);
    assertThat(broker.box()).isEmpty();
  }

  @Test
  void withoutAKeyNoOtherNamePointsHere() throws Exception {
    String body = "{\"channel\":\"a\",\"message\":1}";

    assertThat(raw("POST /publish", "evil.example:9400", body)).startsWith("HTTP/1.1 403");
    assertThat(raw("POST /publish", "127.0.0.1.evil.example", body)).startsWith("HTTP/1.1 403");
    assertThat(raw("POST /publish", "localhost:9400", body)).startsWith("HTTP/1.1 200");
    assertThat(raw("POST /publish", "[::1]:9400", body)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready", "/metrics"})
  void readingIsForGetAndHead(String path) throws Exception {
    var refused =
        client.send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    var head =
        client.send(
            request(path).method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());

    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(head.body()).isEmpty();
    assertThat(head.statusCode()).isNotEqualTo(405);
  }

  @Test
  void publishingIsForPost() throws Exception {
    assertThat(get("/publish").statusCode()).isEqualTo(405);
    assertThat(get("/publish").headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertThat(get("/publishx").statusCode()).isEqualTo(404);
    assertThat(get("/").body()).isEqualTo("{\"error\":\"no such page\"}");
  }

  @Test
  void whatAnAppRefusesIsNotPublishedAndKeepsTheOthersBack() throws Exception {
    var response =
        publish("[{\"channel\":\"a\",\"message\":1},{\"channel\":\"secrets\",\"message\":\"x\"}]");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("{\"error\":\"message 2 refused: hush\"}");
    assertThat(broker.box()).isEmpty();
  }

  @Test
  void aPortInUseIsToldByItsNumber() throws Exception {
    int port = running().address().getPort();

    assertThatThrownBy(() ->
            OpsServer.start(
                settings(port, null, 1024),
                64,
                health,
                new PrometheusRegistry(),
                broker,
                Interest.Source.NOBODY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void requestsTogetherHaveALimitInBytes() throws Exception {
    // Of 128 KiB; each announces 60 KiB and sends nothing yet.
    String head = "POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: 61440\r\n\r\n";
    try (var one = connect();
        var two = connect()) {
      for (Socket socket : List.of(one, two)) {
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }
      await()
          .until(() ->
              publish("{\"channel\":\"a\",\"message\":\"" + "x".repeat(20_000) + "\"}").statusCode()
                  == 503);
      var refused = publish("{\"channel\":\"a\",\"message\":\"" + "x".repeat(20_000) + "\"}");
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(publish("{\"channel\":\"a\",\"message\":1}").statusCode()).isEqualTo(200);
    }
    await()
        .until(() ->
            publish("{\"channel\":\"a\",\"message\":\"" + "x".repeat(20_000) + "\"}").statusCode()
                == 200);
    // What was answered is not held any longer.
    for (int i = 0; i < 10; i++) {
      assertThat(
              publish("{\"channel\":\"a\",\"message\":\"" + "x".repeat(60_000) + "\"}")
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /publish HTTP/1.1\r\nContent-Length: 3\r\n\r\n{}\n",
        "POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: +3\r\n\r\n{}\n",
        "POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Length:\r\n 3\r\n\r\n{}\n",
        "POST /publish HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
      })
  void aRequestThatOthersMayReadOtherwiseIsRefused(String request) throws Exception {
    try (var socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .matches("(?s)HTTP/1.1 (400|501).*");
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), running().address().getPort());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> publish(String body, String... headers) throws Exception {
    var request = request("/publish").POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// Sends what a well-behaved client library would not, and returns the whole answer.
  private String raw(String start, String host, String body) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), running().address().getPort())) {
      String request =
          start
              + " HTTP/1.1\r\nHost: "
              + host
              + "\r\nConnection: close\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + running().address().getPort() + path));
  }

  private OpsServer running() throws IOException {
    return ops == null ? start(null) : ops;
  }

  private OpsServer start(@Nullable String key) throws IOException {
    var settings = settings(0, key, 65_536);
    ops = OpsServer.start(settings, 64, health, registry, broker, NO_SECRETS);
    return ops;
  }

  private static OpsSettings settings(int port, @Nullable String key, int maxPublish) {
    var texts = new HashMap<String, String>();
    texts.put("port", Integer.toString(port));
    texts.put("key", key == null ? "" : key);
    texts.put("max-publish", Integer.toString(maxPublish));
    texts.put("max-publish-total", "128KiB");
    return Settings.of(OpsSettings::new, texts);
  }
}

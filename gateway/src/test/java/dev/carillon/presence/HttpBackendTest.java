package dev.carillon.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.support.FakeClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpBackendTest {
  private record Call(String method, String type, String signature, String body) {}

  private static final ReportBatch BATCH =
      new ReportBatch(
          "curia",
          "5f0c",
          List.of(
              new Report(17, Report.Kind.OFFLINE, "u-1", Instant.parse("2026-01-02T03:04:05.678Z")),
              new Report(18, Report.Kind.EMPTY, "r \"é\"", Instant.parse("2026-01-02T03:04:06Z"))));

  private final FakeClock clock = new FakeClock();
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private volatile int status = 204;
  private HttpServer server;
  private HttpCalls client;
  private HttpBackend backend;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          calls.add(
              new Call(
                  exchange.getRequestMethod(),
                  headers.getFirst("Content-Type"),
                  headers.getFirst("Carillon-Signature"),
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    client = new HttpCalls(new HttpLimits(Duration.ofSeconds(20), 1024, 1));
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    backend = new HttpBackend(client, uri, "secret", clock);
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  @Test
  void aBatchIsPostedInJson() throws Exception {
    backend.tell(BATCH);
    Call call = calls.take();
    assertThat(call.method).isEqualTo("POST");
    assertThat(call.type).isEqualTo("application/json");
    assertThat(call.body)
        .isEqualTo(
            "{\"presence\":\"curia\",\"series\":\"5f0c\",\"reports\":["
                + "{\"number\":17,\"event\":\"offline\",\"user\":\"u-1\","
                + "\"at\":\"2026-01-02T03:04:05.678Z\"},"
                + "{\"number\":18,\"event\":\"empty\",\"room\":\"r \\\"é\\\"\","
                + "\"at\":\"2026-01-02T03:04:06Z\"}]}");
  }

  @Test
  void itIsSignedWithTheTimeOfTheAttempt() throws Exception {
    backend.tell(BATCH);
    clock.advance(Duration.ofSeconds(60));
    backend.tell(BATCH);
    for (long seconds : List.of(1_700_001_000L, 1_700_001_060L)) {
      Call call = calls.take();
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("secret".getBytes(UTF_8), "HmacSHA256"));
      byte[] expected = mac.doFinal((seconds + "." + call.body).getBytes(UTF_8));
      assertThat(call.signature)
          .isEqualTo("t=" + seconds + ",v1=" + HexFormat.of().formatHex(expected));
    }
  }

  @Test
  void whatIsNoSuccessIsAFailureThatQuotesNothing() {
    for (int code : List.of(302, 400, 404, 500, 503)) {
      status = code;
      assertThatThrownBy(() -> backend.tell(BATCH))
          .isInstanceOf(BackendException.class)
          .hasMessageNotContaining("u-1")
          .hasMessageNotContaining("secret");
    }
    server.stop(0);
    assertThatThrownBy(() -> backend.tell(BATCH)).isInstanceOf(BackendException.class);
  }

  @Test
  void aSecretThereMustBe() {
    assertThatThrownBy(() -> new HttpBackend(client, URI.create("http://x/"), "", clock))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

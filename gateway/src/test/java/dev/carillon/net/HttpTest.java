package dev.carillon.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.support.RawSocket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP/1.1 (RFC 9110, RFC 9112) as byte exchanges.
final class HttpTest {
  @RegisterExtension final EchoServer server = new EchoServer();

  @Test
  void answersAndKeepsTheConnection() {
    try (var client = server.connect()) {
      client.send("POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
      var first = client.readResponse();
      client.request("GET", "/again");
      var second = client.readResponse();
      assertThat(first.status()).isEqualTo(200);
      assertThat(first.text()).isEqualTo("hello");
      assertThat(first.header("x-target")).isEqualTo("/a?b");
      assertThat(first.header("x-common")).isEqualTo("yes");
      assertThat(first.header("date")).isEqualTo("Tue, 14 Nov 2023 22:30:00 GMT");
      assertThat(second.header("content-length")).isEqualTo("0");
    }
  }

  @Test
  void requestsMayArriveByteByByte() {
    try (var client = server.connect()) {
      client.sendByteByByte(
          EchoEndpoint.bytes("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"));
      assertThat(client.readResponse().text()).isEqualTo("abc");
    }
  }

  @Test // RFC 9112 §9.3.2
  void pipelinedRequestsAreAnsweredInTheirOrder() throws InterruptedException {
    try (var client = server.connect()) {
      client.send(
          RawSocket.requestHead("GET", "/held")
              + RawSocket.requestHead("GET", "/second")
              + RawSocket.requestHead("GET", "/third"));
      HttpExchange held = take();
      held.respond(200, Headers.of("X-Target", "/held"), new byte[] {'1'}, false);
      held.respond(500, Headers.NONE, new byte[0], false);
      assertThat(client.readResponse().header("x-target")).isEqualTo("/held");
      assertThat(client.readResponse().header("x-target")).isEqualTo("/second");
      assertThat(client.readResponse().header("x-target")).isEqualTo("/third");
    }
  }

  private HttpExchange take() throws InterruptedException {
    HttpExchange held = server.endpoint.held.poll(10, TimeUnit.SECONDS);
    assertThat(held).isNotNull();
    return held;
  }

  @Test
  void tooManyWaitingRequestsEndTheConnection() {
    try (var client = server.connect()) {
      int most = HttpConnection.MAX_WAITING + HttpConnection.MAX_PARKED;
      client.send(RawSocket.requestHead("GET", "/held").repeat(most + 1));
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test // RFC 9112 §9.3.2: however many there are, each is answered
  void moreRequestsThanAnEndpointMayHaveAtOnceAreServedInTurn() throws InterruptedException {
    try (var client = server.connect()) {
      int all = HttpConnection.MAX_WAITING + 4;
      client.send(RawSocket.requestHead("GET", "/held").repeat(all) + "nonsense\r\n\r\n");
      for (int i = 0; i < all; i++) {
        HttpExchange held = take();
        assertThat(server.endpoint.held).hasSizeLessThan(HttpConnection.MAX_WAITING);
        held.respond(200, Headers.of("X-Number", "" + i), new byte[0], false);
        assertThat(client.readResponse().header("x-number")).isEqualTo("" + i);
      }
      assertThat(client.readResponse().status()).as("what came last").isEqualTo(400);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void twelveRequestsInOneWriteAreAnsweredAndTheConnectionLives() {
    try (var client = server.connect()) {
      client.send(RawSocket.requestHead("GET", "/").repeat(12));
      for (int i = 0; i < 12; i++) {
        assertThat(client.readResponse().status()).isEqualTo(200);
      }
      client.request("GET", "/");
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test // RFC 9112 §7.1
  void chunkedBodiesArePutTogether() {
    try (var client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n");
      assertThat(client.readResponse().text()).isEqualTo("abcde");
      client.request("GET", "/");
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test // RFC 9110 §15.5.14
  void announcedBodyOverTheLimitIsAnswered413() {
    try (var client = server.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10001\r\n\r\n" + "x".repeat(10_001));
      assertTooLarge(client);
    }
  }

  @Test
  void chunkedBodyOverTheLimitIsAnswered413() {
    try (var client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("1000\r\n" + "x".repeat(4096) + "\r\n");
      client.send("2000\r\n" + "x".repeat(8192) + "\r\n");
      assertTooLarge(client);
    }
  }

  private static void assertTooLarge(RawSocket client) {
    var answer = client.readResponse();
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("x-common")).isEqualTo("yes");
    assertThat(answer.header("connection")).isEqualTo("close");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void bodyOfExactlyTheLimitPasses() {
    try (var client = server.connect()) {
      String body = "x".repeat(EchoEndpoint.MAX_BODY);
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n" + body);
      assertThat(client.readResponse().text()).isEqualTo(body);
    }
  }

  @Test // RFC 9110 §10.1.1
  void continueIsSentToThoseWhoAskFirst() {
    try (var client = server.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(100);
      client.send("ok");
      assertThat(client.readResponse().text()).isEqualTo("ok");
    }
  }

  @Test
  void unknownExpectationFails() {
    try (var client = server.connect()) {
      client.request("GET", "/", "Expect: miracles");
      assertThat(client.readResponse().status()).isEqualTo(417);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n", // RFC 9112 §3.2: no Host
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET relative HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a\u0001b HTTP/1.1\r\nHost: x\r\n\r\n", // RFC 9112 §3.2: no target
        "GET /a\u007f HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n", // RFC 9110 §4.2.1
        "GET http://u@x/ HTTP/1.1\r\nHost: x\r\n\r\n", // RFC 9110 §4.2.4
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", // RFC 9112 §3.2
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET / HTTP/1.0\r\nHost: a b\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", // RFC 9112 §6.1
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", // §6.3
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nBad Name: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        // RFC 9112 §6.3: request smuggling
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void malformedRequestsAreAnswered400AndEndTheConnection(String request) {
    try (var client = server.connect()) {
      client.send(request);
      assertThat(client.readResponse().status()).isEqualTo(400);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test // RFC 9112 §6.1
  void aTransferCodingThatIsNotKnownIsAnswered501() {
    try (var client = server.connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(501);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test // RFC 9110 §15.6.6
  void anotherMajorVersionIsAnswered505() {
    try (var client = server.connect()) {
      client.send("GET / HTTP/2.0\r\nHost: x\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(505);
    }
  }

  @ParameterizedTest // RFC 9110 §7.2, RFC 3986 §3.2.2
  @ValueSource(strings = {"", "app.example", "APP.example:443", "[2001:db8::1]:80", "a_b%2d", "x:"})
  void aHostMayBeWhatever(String host) {
    try (var client = server.connect()) {
      client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test // RFC 9110 §7.8
  void anUpgradeUnderHttp10IsAPlainRequest() {
    try (var client = server.connect()) {
      client.send(RawSocket.upgradeHead("/echo").replace("HTTP/1.1", "HTTP/1.0"));
      assertThat(client.readResponse().status()).isEqualTo(200);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test // RFC 9112 §3.2.2
  void theHostOfAnAbsoluteTargetCountsInsteadOfTheHeader() throws InterruptedException {
    try (var client = server.connect()) {
      client.request("GET", "http://App.example:8080/held");
      assertThat(take().header("host")).isEqualTo("App.example:8080");
    }
  }

  @Test
  void nobodyIsBelievedWhereTheClientIsUnlessTrusted() throws Exception {
    try (var client = server.connect()) {
      client.request("GET", "/held", "X-Forwarded-For: 203.0.113.5");
      assertThat(take().remote().getAddress().isLoopbackAddress()).isTrue();
    }
    var proxies =
        TrustedProxies.of(java.util.List.of("127.0.0.1"), TrustedProxies.Header.X_FORWARDED_FOR);
    var settings = ListenerSettings.defaults().with(to -> to.proxies = proxies);
    var endpoints = java.util.List.<Endpoint>of(server.endpoint);
    try (var trusting = Listener.open(server.loops, "127.0.0.1", 0, endpoints, settings);
        var client = RawSocket.connect(trusting.port())) {
      client.request("GET", "/held", "X-Forwarded-For: 203.0.113.5");
      assertThat(take().remote().getAddress().getHostAddress()).isEqualTo("203.0.113.5");
    }
  }

  @Test // RFC 9110 §15.5.15
  void targetOverTheLimitIsAnswered414() {
    try (var client = server.connect()) {
      client.request("GET", "/" + "x".repeat(9_000));
      assertThat(client.readResponse().status()).isEqualTo(414);
    }
  }

  @Test // RFC 6585 §5
  void headersOverTheLimitAreAnswered431() {
    try (var client = server.connect()) {
      client.request("GET", "/", "X-One: " + "x".repeat(9_000), "X-Two: " + "x".repeat(9_000));
      assertThat(client.readResponse().status()).isEqualTo(431);
    }
  }

  @Test
  void unknownPathIsAnswered404AndTheConnectionLives() {
    try (var client = server.connect()) {
      client.request("GET", "/nowhere");
      var answer = client.readResponse();
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).isEqualTo("{\"error\":\"Not found\"}");
      client.request("GET", "/");
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void failureOfAnEndpointIsAnswered500() {
    try (var client = server.connect()) {
      client.request("GET", "/broken");
      assertThat(client.readResponse().status()).isEqualTo(500);
    }
  }

  @Test // RFC 9110 §9.3.2
  void headGetsTheLengthButNoBody() {
    try (var client = server.connect()) {
      client.request("HEAD", "/small");
      assertThat(client.readResponseHead().header("content-length")).isEqualTo("1023");
      client.request("GET", "/");
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void headersAndQueryReachTheEndpoint() {
    try (var client = server.connect()) {
      client.request("GET", "/headers", "X-Two: a", "x-two: b");
      assertThat(client.readResponse().text()).isEqualTo("a, b");
      client.request("GET", "/query?a=%C3%A4+b&a=second");
      assertThat(client.readResponse().text()).isEqualTo("ä b");
      client.request("GET", "http://localhost/query?a=absolute");
      assertThat(client.readResponse().text()).isEqualTo("absolute");
    }
  }

  @Test
  void largeBodiesAreCompressedForThoseWhoAcceptIt() throws IOException {
    try (var client = server.connect()) {
      client.request("GET", "/large", "Accept-Encoding: br, GZIP;q=0.5");
      var gzip = client.readResponse();
      assertThat(gzip.header("content-encoding")).isEqualTo("gzip");
      assertThat(gzip.header("vary")).isEqualTo("Accept-Encoding");
      assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
          .hasSize(5_000);
      client.request("GET", "/large", "Accept-Encoding: gzip;q=0, deflate");
      var deflate = client.readResponse();
      assertThat(deflate.header("content-encoding")).isEqualTo("deflate");
      assertThat(new InflaterInputStream(new ByteArrayInputStream(deflate.body())).readAllBytes())
          .hasSize(5_000);
    }
  }

  @Test
  void smallBodiesAndStrangersToCompressionGetTheBodyAsItIs() {
    try (var client = server.connect()) {
      client.request("GET", "/small", "Accept-Encoding: gzip");
      assertThat(client.readResponse().headers()).doesNotContainKey("content-encoding");
      client.request("GET", "/large");
      assertThat(client.readResponse().body()).hasSize(5_000);
      client.request("GET", "/large", "Accept-Encoding: br");
      assertThat(client.readResponse().body()).hasSize(5_000);
    }
  }

  @Test // RFC 9112 §9.6
  void connectionEndsWhenTheClientWantsIt() {
    try (var client = server.connect()) {
      client.request("GET", "/", "Connection: close");
      assertThat(client.readResponse().header("connection")).isEqualTo("close");
      assertThat(client.isClosedByServer()).isTrue();
    }
    try (var client = server.connect()) {
      client.send("GET / HTTP/1.0\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(200);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void slowRequestIsAnswered408() {
    try (var client = server.connect()) {
      client.request("GET", "/");
      client.readResponse();
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(100);
      client.send("hel");
      server.clock.advance(Duration.ofSeconds(10));
      assertThat(client.readResponse().status()).isEqualTo(408);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aBodyMayTakeLongAsLongAsItFlows() {
    try (var client = server.connect()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n");
      client.send("Expect: 100-continue\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(100);
      int stretch = 10 * HttpConnection.MIN_BYTES_PER_SECOND;
      client.send("x".repeat(stretch));
      awaitLanes();
      server.clock.advance(Duration.ofSeconds(10));
      client.send("x".repeat(stretch));
      assertThat(client.readResponse().body()).hasSize(2 * stretch);
    }
  }

  @Test // RFC 9110 §10.1.1
  void anExpectationBehindAHeldRequestIsMetInItsTurn() throws InterruptedException {
    try (var client = server.connect()) {
      client.request("GET", "/held");
      HttpExchange held = take();
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      awaitLanes();
      server.clock.advance(Duration.ofSeconds(20)); // a client that may not send yet is not late
      held.respond(200, Headers.of("X-Target", "/held"), new byte[0], false);
      assertThat(client.readResponse().header("x-target")).isEqualTo("/held");
      assertThat(client.readResponse().status()).isEqualTo(100);
      client.send("o");
      awaitLanes();
      server.clock.advance(Duration.ofSeconds(10));
      assertThat(client.readResponse().status()).as("late from then on").isEqualTo(408);
    }
  }

  @Test
  void aBodyThatCameBeforeItsTurnNeedsNoContinue() throws InterruptedException {
    try (var client = server.connect()) {
      client.request("GET", "/held");
      HttpExchange held = take();
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nok");
      awaitLanes();
      held.respond(200, Headers.NONE, new byte[0], false);
      assertThat(client.readResponse().status()).isEqualTo(200);
      assertThat(client.readResponse().text()).isEqualTo("ok");
    }
  }

  /// Waits until both lanes have read what was sent before.
  private void awaitLanes() {
    for (int i = 0; i < 2; i++) {
      try (var other = server.connect()) {
        other.request("GET", "/").readResponse();
      }
    }
  }

  @Test
  void silentConnectionIsClosed() {
    try (var client = server.connect()) {
      // Accepted for certain once a later connection was served by each lane.
      for (int i = 0; i < 2; i++) {
        try (var later = server.connect()) {
          later.request("GET", "/").readResponse();
        }
      }
      server.clock.advance(Duration.ofSeconds(10));
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void idleConnectionIsClosedUnlessAnAnswerIsDue() throws InterruptedException {
    try (var idle = server.connect();
        var busy = server.connect()) {
      idle.request("GET", "/").readResponse();
      busy.request("GET", "/held");
      HttpExchange held = take();
      server.clock.advance(Duration.ofSeconds(75));
      assertThat(idle.isClosedByServer()).isTrue();
      held.respond(200, Headers.NONE, new byte[0], false);
      assertThat(busy.readResponse().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endpointHearsOfAClientThatGoesAway(boolean byReset) throws InterruptedException {
    var gone = new CountDownLatch(1);
    try (var client = server.connect()) {
      client.request("GET", "/held");
      HttpExchange held = take();
      held.lane().execute(() -> held.onAbort(gone::countDown));
      if (byReset) {
        client.reset();
      } else {
        client.endOutput();
      }
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
      held.respond(200, Headers.NONE, new byte[0], false);
    }
  }

  @Test
  void abortEndsTheConnectionWithoutAnAnswer() throws InterruptedException {
    try (var client = server.connect()) {
      client.request("GET", "/held");
      take().abort();
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test // RFC 9110 §5.5
  void headerCannotCarryALineBreak() {
    assertThatThrownBy(() -> Headers.of("X-A", "b\r\nX-C: d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("X-C");
  }

  @Test
  void takenPortIsNamed() {
    int port = server.listener.port();
    assertThatThrownBy(() -> server.open(port))
        .cause()
        .isInstanceOfSatisfying(
            PortException.class, e -> assertThat(e.reason()).isEqualTo(PortException.Reason.TAKEN))
        .hasMessage("cannot listen on 127.0.0.1:%d: another process listens there".formatted(port));
  }

  @Test
  void closedListenerAcceptsNobodyAndKeepsWhoIsThere() {
    try (var client = server.connect()) {
      client.request("GET", "/").readResponse();
      server.listener.close();
      assertThatThrownBy(server::connect).hasMessageContaining("refused");
      client.request("GET", "/");
      assertThat(client.readResponse().status()).isEqualTo(200);
    }
  }

  @Test
  void lanesRunOnThreadsOfTheirName() {
    server
        .loops
        .lanes()
        .forEach(lane -> lane.execute(() -> names.add(lane.index() + " " + name())));
    await().until(() -> names.size() == 2);
    assertThat(names).contains("0 carillon-lane-0", "1 carillon-lane-1");
  }

  private final java.util.Set<String> names = java.util.concurrent.ConcurrentHashMap.newKeySet();

  private static String name() {
    return Thread.currentThread().getName();
  }
}

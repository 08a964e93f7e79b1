package dev.carillon.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Principal;
import dev.carillon.http.HttpCalls;
import dev.carillon.http.HttpLimits;
import dev.carillon.support.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpAuthenticatorTest {
  private final FakeClock clock = new FakeClock();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private final HttpServer backend =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final HttpCalls calls = new HttpCalls(new HttpLimits(Duration.ofSeconds(10), 1024, 4));
  private volatile int status = 200;
  private volatile String body = "";

  HttpAuthenticatorTest() throws IOException {}

  @BeforeEach
  void start() {
    backend.createContext(
        "/who",
        exchange -> {
          shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    backend.start();
  }

  @AfterEach
  void stop() {
    calls.close();
    backend.stop(0);
  }

  @Test
  void theBackendTellsWhoItIs() throws Exception {
    body = "{\"sub\":7,\"name\":\"Ann\",\"roles\":[\"reader\"],\"sid\":\"s-1\"}";

    Principal ann = authenticator().authenticate("t-1");

    assertThat(ann.id()).isEqualTo("7");
    assertThat(ann.name()).isEqualTo("Ann");
    assertThat(ann.roles()).containsExactly("reader");
    assertThat(ann.sessionId()).isEqualTo("s-1");
    assertThat(shown).containsExactly("Bearer t-1");
  }

  @Test
  void aRefusalIsNoTrouble() {
    for (int code : new int[] {401, 403, 404}) {
      status = code;
      assertThat(reason("t-1")).isEqualTo(Reason.UNKNOWN);
    }
  }

  @Test
  void troubleIsNoRefusal() {
    for (int code : new int[] {204, 302, 429, 500, 503}) {
      status = code;
      assertThat(reason("t-1")).as("status %s", code).isEqualTo(Reason.UNAVAILABLE);
    }
    status = 200;
    body = "x".repeat(2_000);
    assertThat(reason("t-1")).isEqualTo(Reason.UNAVAILABLE);
    backend.stop(0);
    assertThat(reason("t-1")).isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void anAnswerThatIsNoneIsUnreadable() {
    for (String rubbish : List.of("<html>", "[]", "{\"exp\":\"never\"}")) {
      body = rubbish;
      assertThat(reason("t-1")).isEqualTo(Reason.UNREADABLE);
    }
    body = "{\"name\":\"Ann\"}";
    assertThat(reason("t-1")).isEqualTo(Reason.NOBODY);
    body = "{\"sub\":\"u\",\"exp\":1}";
    assertThat(reason("t-1")).isEqualTo(Reason.EXPIRED);
  }

  /// RFC 6750 §2.1: what is no token is passed on to nobody, least of all a header of its own.
  @Test
  void whatIsNoTokenIsNotPassedOn() {
    for (String token : List.of("", "a b", "a\r\nX-Admin: 1", "é", "a=b", "x".repeat(8_193))) {
      assertThat(reason(token)).isEqualTo(Reason.MALFORMED);
    }
    assertThat(shown).isEmpty();
  }

  private Authenticator authenticator() {
    URI url = URI.create("http://127.0.0.1:" + backend.getAddress().getPort() + "/who");
    return new HttpAuthenticator(calls, url, PrincipalNames.DEFAULT, clock);
  }

  private Reason reason(String token) {
    var refused =
        catchThrowableOfType(TokenException.class, () -> authenticator().authenticate(token));
    assertThat(refused).as(token).isNotNull().hasNoCause();
    return refused.reason();
  }
}

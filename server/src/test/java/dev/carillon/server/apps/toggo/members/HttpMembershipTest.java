package dev.carillon.server.apps.toggo.members;

import static dev.carillon.server.apps.toggo.members.HttpMembershipTest.Answer.NO;
import static dev.carillon.server.apps.toggo.members.HttpMembershipTest.Answer.NONE;
import static dev.carillon.server.apps.toggo.members.HttpMembershipTest.Answer.YES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.carillon.core.Instruments;
import dev.carillon.server.config.Secret;
import dev.carillon.support.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpMembershipTest {
  private static final String ANN = "5b2e0d4c-0000-4000-8000-0123456789ab";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private final FakeClock clock = new FakeClock();
  private HttpServer api;
  private volatile int status = 204;
  private volatile boolean holding;

  @SuppressWarnings("NullAway.Init")
  HttpMembershipTest() {}

  @BeforeEach
  void start() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    api.createContext(
        "/",
        exchange -> {
          try (exchange) {
            requests.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (holding) {
              held.await(10, TimeUnit.SECONDS);
            }
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            byte[] body =
                status == 204 ? new byte[0] : "no secret".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    api.start();
  }

  @AfterEach
  void stop() {
    held.countDown();
    api.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"200, YES", "204, YES", "403, NO", "404, NO", "500, NONE", "302, NONE"})
  void theStatusIsTheAnswer(int answered, Answer expected) {
    status = answered;

    assertThat(ask(membership(16, Duration.ofSeconds(3)), "t-1", ANN)).isEqualTo(expected);

    assertThat(requests).containsExactly("GET /trips/t-1/members/" + ANN + "?x=1 Bearer mellon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a/b", "a?b", "a b", "a%2Fb", "☃", "{user}", "a#b"})
  void whatWouldChangeThePathIsNoTripOfAnybody(String trip) {
    assertThat(ask(membership(16, Duration.ofSeconds(3)), trip, ANN)).isEqualTo(NO);
    assertThat(requests).isEmpty();
  }

  @Test
  void whoDoesNotAnswerHasSaidNothing() {
    holding = true;

    assertThat(ask(membership(16, Duration.ofMillis(100)), "t1", ANN)).isEqualTo(NONE);
  }

  @Test
  void noMoreCallsRunThanMay() throws Exception {
    holding = true;
    Members membership = membership(2, Duration.ofSeconds(5));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String trip = "t" + i;
        Callable<Answer> ask = () -> ask(membership, trip, ANN);
        answers.add(threads.submit(ask));
      }
      await().until(() -> requests.size() == 2);
      await().during(Duration.ofMillis(200)).until(() -> requests.size() == 2);
      held.countDown();
      for (Future<Answer> answer : answers) {
        assertThat(answer.get()).isEqualTo(YES);
      }
    }
    assertThat(requests).hasSize(5);
  }

  @Test
  void whoAsksTheSameAtOnceSharesOneCall() throws Exception {
    holding = true;
    Members membership = cached();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Callable<Answer> ask = () -> ask(membership, "t1", ANN);
        answers.add(threads.submit(ask));
      }
      await().until(() -> requests.size() == 1);
      held.countDown();
      for (Future<Answer> answer : answers) {
        assertThat(answer.get()).isEqualTo(YES);
      }
    }
    assertThat(requests).hasSize(1);
  }

  @Test
  void aYesCountsForAMinuteANoForFiveSecondsAndSilenceNotAtAll() {
    Members membership = cached();
    assertThat(ask(membership, "t1", ANN)).isEqualTo(YES);
    status = 404;
    assertThat(ask(membership, "t2", ANN)).isEqualTo(NO);
    status = 500;
    assertThat(ask(membership, "t3", ANN)).isEqualTo(NONE);
    clock.advance(Duration.ofSeconds(4));
    status = 204;
    assertThat(ask(membership, "t1", ANN)).isEqualTo(YES);
    assertThat(ask(membership, "t2", ANN)).isEqualTo(NO);
    assertThat(ask(membership, "t3", ANN)).isEqualTo(YES);
    clock.advance(Duration.ofSeconds(2));
    assertThat(ask(membership, "t2", ANN)).isEqualTo(YES);
    assertThat(requests).hasSize(5);
    status = 404;
    clock.advance(Duration.ofSeconds(55));
    assertThat(ask(membership, "t1", ANN)).isEqualTo(NO);
  }

  /// What is known: yes, no, or nothing.
  enum Answer {
    YES,
    NO,
    NONE
  }

  private static Answer ask(Members members, String trip, String user) {
    try {
      return members.has(trip, user) ? YES : NO;
    } catch (MembersException e) {
      return NONE;
    }
  }

  private Members cached() {
    return new CachedMembers(membership(16, Duration.ofSeconds(5)), Duration.ofMinutes(1), clock);
  }

  private Members membership(int concurrency, Duration timeout) {
    String url =
        "http://127.0.0.1:" + api.getAddress().getPort() + "/trips/{trip}/members/{user}?x=1";
    return new HttpMembers(
        new MembersSettings.Http(url, new Secret("mellon"), timeout, concurrency),
        1,
        Instruments.NONE);
  }
}

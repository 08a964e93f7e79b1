package dev.carillon.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.carillon.http.HttpCallException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpCallsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String SECRET = "hunter2";

  private final CountDownLatch ended = new CountDownLatch(1);
  private ScriptedServer server = new ScriptedServer(connection -> {});
  private HttpCalls calls = new HttpCalls(new HttpLimits(LONG, 100, 8));

  @AfterEach
  void stop() throws IOException {
    ended.countDown();
    calls.close();
    server.close();
  }

  @Test
  void anAnswerComesWholeWhateverItsStatus() throws Exception {
    serve("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Why: because\r\n\r\nno");

    HttpAnswer answer = calls.call(request());

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.isSuccess()).isFalse();
    assertThat(answer.header("x-why")).hasValue("because");
    assertThat(text(answer)).isEqualTo("no");
    HttpCallException e = catchThrowableOfType(HttpCallException.class, answer::success);
    assertThat(e.kind()).isEqualTo(Kind.STATUS);
    assertThat(e.status()).isEqualTo(403);
    assertThat(e.label()).isEqualTo("http-403");
  }

  @Test
  void theHeadIsSentAsItIsAndInTheOldVersion() throws Exception {
    serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    assertThat(new String(calls.call(request()).success(), ISO_8859_1)).isEqualTo("ok");

    assertThat(server.heads().getFirst())
        .startsWith("GET /question?of=life HTTP/1.1\r\n")
        .contains("Authorization: Bearer " + SECRET)
        .doesNotContain("h2c");
  }

  @Test
  void aRedirectIsAnAnswerAndIsNotFollowed() throws Exception {
    serve("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");

    HttpAnswer answer = calls.call(request());

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.isSuccess()).isFalse();
    assertThat(server.heads()).hasSize(1);
  }

  @Test
  void aBodyThatTricklesEndsAtTheTimeLimitAndIsHungUpOn() {
    var hungUp = new CompletableFuture<Boolean>();
    limit(SHORT, 8);
    server =
        new ScriptedServer(connection -> {
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nx");
          hungUp.complete(connection.awaitEnd());
        });

    assertFails(Kind.TIMEOUT, "timeout");

    await().atMost(LONG).until(hungUp::isDone);
    assertThat(hungUp).isCompletedWithValue(true);
  }

  @Test
  void aServiceThatNeverAnswersIsATimeout() {
    limit(SHORT, 8);
    server = new ScriptedServer(connection -> ended.await());

    assertFails(Kind.TIMEOUT, "timeout");
  }

  @Test
  void aSuccessMayBeAsLongAsTheLimitAndNoLonger() throws Exception {
    serve("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + "x".repeat(100));
    assertThat(calls.call(request()).body()).hasSize(100);
    server.close();

    serve("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + "x".repeat(101));
    assertFails(Kind.TOO_LARGE, "too-large");
  }

  @Test
  void anEndlessSuccessIsLeftAtTheLimit() {
    var hungUp = new CompletableFuture<Boolean>();
    server =
        new ScriptedServer(connection -> {
          connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          hungUp.complete(connection.sendUntilItEnds("a\r\n0123456789\r\n"));
        });

    assertFails(Kind.TOO_LARGE, "too-large");

    await().atMost(LONG).until(hungUp::isDone);
    assertThat(hungUp).isCompletedWithValue(true);
  }

  @Test
  void ofALongFailureTheBeginningIsKeptWithItsStatus() throws Exception {
    serve("HTTP/1.1 500 Oops\r\nContent-Length: 101\r\n\r\n" + "y".repeat(101));

    HttpAnswer answer = calls.call(request());

    assertThat(answer.status()).isEqualTo(500);
    assertThat(text(answer)).isEqualTo("y".repeat(100));
  }

  @Test
  void whoWaitsForATurnTooLongIsBusyAndSendsNothing() {
    limit(SHORT, 1);
    server = new ScriptedServer(connection -> ended.await());

    List<CompletableFuture<Kind>> callers =
        Stream.generate(() -> inBackground(() -> failureOf(calls).kind())).limit(6).toList();
    List<Kind> kinds = callers.stream().map(CompletableFuture::join).toList();

    // One after the other has its whole time; who is not called in by then has sent nothing.
    assertThat(kinds).contains(Kind.TIMEOUT, Kind.BUSY).containsOnly(Kind.TIMEOUT, Kind.BUSY);
    assertThat(server.heads()).hasSize(Collections.frequency(kinds, Kind.TIMEOUT));
  }

  @Test
  void aTurnComesBackAfterEachCall() throws Exception {
    limit(LONG, 1);
    serve("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    calls.call(request()).success();
    calls.call(request()).success();
    server.close();
    assertFails(Kind.IO, "io");
    serve("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    assertThat(calls.call(request()).status()).isEqualTo(404);
  }

  @Test
  void anInterruptEndsACallAndStaysWithTheThread() throws Exception {
    var hungUp = new CompletableFuture<Boolean>();
    server = new ScriptedServer(connection -> hungUp.complete(connection.awaitEnd()));
    var kind = new CompletableFuture<Kind>();
    var interrupted = new CompletableFuture<Boolean>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              kind.complete(failureOf(calls).kind());
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    await().atMost(LONG).until(() -> server.heads().size() == 1);

    caller.interrupt();

    await().atMost(LONG).until(interrupted::isDone);
    assertThat(kind).isCompletedWithValue(Kind.STOPPED);
    assertThat(interrupted).isCompletedWithValue(true);
    await().atMost(LONG).until(hungUp::isDone);
    assertThat(hungUp).isCompletedWithValue(true);
  }

  @Test
  void closingEndsTheCallsThatRunAndRefusesNewOnes() {
    server = new ScriptedServer(connection -> ended.await());
    var running = inBackground(() -> failureOf(calls));
    await().atMost(LONG).until(() -> server.heads().size() == 1);

    calls.close();

    await().atMost(LONG).until(running::isDone);
    assertThat(running.join().kind()).isEqualTo(Kind.STOPPED);
    assertFails(Kind.STOPPED, "stopped");
    assertThat(server.heads()).hasSize(1);
  }

  @Test
  void whatIsNotThereOrIsNoHttpIsATroubleOfTheNetwork() throws Exception {
    serve(SECRET + " is not the beginning of an answer\r\n\r\n");
    assertFails(Kind.IO, "io");

    server.close();
    assertFails(Kind.IO, "io");
  }

  @Test
  void anAnswerTellsItsSizeAndNotItsContent() throws Exception {
    serve("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nX-Key: " + SECRET + "\r\n\r\n" + SECRET);

    assertThat(calls.call(request())).hasToString("HttpAnswer[status=200, bytes=7]");
  }

  @Test
  void limitsAreAboveZero() {
    assertThatThrownBy(() -> new HttpLimits(Duration.ZERO, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HttpLimits(SHORT, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HttpLimits(SHORT, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void limit(Duration timeout, int concurrency) {
    calls.close();
    calls = new HttpCalls(new HttpLimits(timeout, 100, concurrency));
  }

  private void serve(String answer) {
    server = new ScriptedServer(connection -> connection.send(answer));
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(URI.create(server.url() + "/question?of=life"))
        .header("Authorization", "Bearer " + SECRET)
        .build();
  }

  private void assertFails(Kind kind, String label) {
    HttpCallException e = failureOf(calls);
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.label()).isEqualTo(label);
    assertThat(e.status()).isZero();
    assertThat(e).hasNoCause().hasMessage(label);
    assertThat(e.getSuppressed()).isEmpty();
  }

  private static <T> CompletableFuture<T> inBackground(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, task -> Thread.ofVirtual().start(task));
  }

  private HttpCallException failureOf(HttpCalls caller) {
    return catchThrowableOfType(HttpCallException.class, () -> caller.call(request()));
  }

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), ISO_8859_1);
  }
}

package dev.carillon.publisher;

import static dev.carillon.publisher.RedisPublisherTest.bytes;
import static dev.carillon.publisher.RedisPublisherTest.done;
import static dev.carillon.publisher.RedisPublisherTest.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.publisher.PublishException.Reason;
import dev.carillon.publisher.ScriptedServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Both dialects over HTTP, against a server that answers as it is told.
class HttpPublisherTest {
  private final ScriptedServer server = new ScriptedServer();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(server));

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void aMessageIsTextWhateverItIs() {
    done(http(OnLoss.FAIL).publish("c", bytes("{\"a\": 1.0, \"b\":\"\u00fc\"}")));

    assertThat(server.requests)
        .containsExactly(
            "POST /publish Bearer key"
                + " [{\"channel\":\"c\",\"message\":\"{\\\"a\\\": 1.0, \\\"b\\\":\\\"\u00fc\\\"}\"}]");
  }

  @Test
  void whatComesDuringARequestGoesOutTogetherInOrder() {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    server.script =
        body -> {
          begun.countDown();
          await(goOn);
          return new Answer(200, "{\"published\":1}");
        };
    HttpPublisher publisher = http(OnLoss.FAIL);
    var stages = new ArrayList<CompletionStage<Void>>();
    stages.add(publisher.publish("c", bytes("0")));
    await(begun);
    for (int i = 1; i < 4; i++) {
      stages.add(publisher.publish("c", bytes("" + i)));
    }

    goOn.countDown();
    stages.forEach(RedisPublisherTest::done);

    assertThat(server.requests)
        .hasSize(2)
        .last()
        .asString()
        .endsWith(
            "[{\"channel\":\"c\",\"message\":\"1\"},{\"channel\":\"c\",\"message\":\"2\"},"
                + "{\"channel\":\"c\",\"message\":\"3\"}]");
    assertThat(publisher.counters()).isEqualTo(new Counters(4, 0, 0));
  }

  @Test
  void ofABatchOnlyTheBadOneFails() {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    server.script =
        body -> {
          begun.countDown();
          await(goOn);
          return body.contains("bad")
              ? new Answer(400, "{\"error\":\"message 1 refused\"}")
              : new Answer(200, "{\"published\":1}");
        };
    HttpPublisher publisher = http(OnLoss.FAIL);
    publisher.publish("c", bytes("first"));
    await(begun);
    var stages = new ArrayList<CompletionStage<Void>>();
    for (String message : List.of("a", "b", "bad", "d", "e")) {
      stages.add(publisher.publish("c", bytes(message)));
    }
    goOn.countDown();

    assertThat(failure(stages.remove(2))).isEqualTo(Reason.REFUSED);
    stages.forEach(RedisPublisherTest::done);
    assertThat(server.requests.stream().filter(each -> !each.contains("bad")).toList())
        .extracting(each -> each.replaceAll(".*?\"message\":\"(\\w+)\"[^\"]*", "$1 ").strip())
        .containsExactly("first", "a b", "d e");
  }

  @Test
  void aServerThatIsNotReadyIsAskedAgainWhenItSays() {
    server.retryAfter = "1";
    long begun = System.nanoTime();
    server.script =
        body ->
            server.requests.size() == 1
                ? new Answer(503, "{\"error\":\"the broker is down\",\"published\":0}")
                : new Answer(200, "{\"published\":1}");

    done(http(OnLoss.FAIL).publish("c", bytes("x")));

    assertThat(server.requests).hasSize(2);
    assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
  }

  @Test
  void howManyWereTakenDoesNotSayWhich() {
    server.script =
        body ->
            server.requests.size() == 1
                ? new Answer(503, "{\"error\":\"the broker is down\",\"published\":1}")
                : new Answer(200, "{\"published\":1}");

    assertThat(failure(http(OnLoss.FAIL).publish("c", bytes("x")))).isEqualTo(Reason.LOST);
    server.requests.clear();
    done(http(OnLoss.RETRY).publish("c", bytes("x")));
  }

  @Test
  void waitingEndsWithTheTimeOfAMessage() {
    server.script = body -> new Answer(503, "{\"published\":0}");
    var publisher =
        HttpPublisher.to(
            settings(PublisherSettings.defaults().withTimeout(Duration.ofMillis(200))));
    open.add(publisher);

    assertThat(failure(publisher.publish("c", bytes("x")))).isEqualTo(Reason.TIMEOUT);
  }

  @Test
  void aServerThatSaysNothingTakesNoLongerThanTheTimeout() {
    var never = new CountDownLatch(1);
    server.script =
        body -> {
          await(never);
          return new Answer(200, "");
        };
    var publisher =
        HttpPublisher.to(
            settings(PublisherSettings.defaults().withTimeout(Duration.ofMillis(200))));
    open.add(publisher);

    assertThat(failure(publisher.publish("c", bytes("x")))).isEqualTo(Reason.TIMEOUT);
    never.countDown();
  }

  @Test
  void withoutAServerAMessageFailsAtOnceOrIsTriedUntilItsTimeIsOver() {
    server.close();

    assertThat(failure(http(OnLoss.FAIL).publish("c", bytes("x")))).isEqualTo(Reason.UNAVAILABLE);
    var patient =
        HttpPublisher.to(
            settings(
                PublisherSettings.defaults().on(OnLoss.RETRY).withTimeout(Duration.ofMillis(300))));
    open.add(patient);
    assertThat(failure(patient.publish("c", bytes("x")))).isEqualTo(Reason.TIMEOUT);
  }

  @Test
  void aWrongKeyIsRefused() {
    server.script = body -> new Answer(401, "{}");
    HttpPublisher publisher = http(OnLoss.RETRY);

    assertThatThrownBy(() -> done(publisher.publish("c", bytes("x"))))
        .cause()
        .hasMessage("the server refused with status 401");
    assertThat(publisher.counters()).isEqualTo(new Counters(0, 1, 0));
  }

  @Test
  void whatIsNoTextIsNotSent() {
    HttpPublisher publisher = http(OnLoss.FAIL);

    assertThat(failure(publisher.publish("c", new byte[] {(byte) 0xff}))).isEqualTo(Reason.REFUSED);
    assertThat(failure(publisher.publish("\ud800", bytes("x")))).isEqualTo(Reason.REFUSED);
    assertThat(server.requests).isEmpty();
    assertThat(publisher.counters()).isEqualTo(new Counters(0, 0, 2));
  }

  @Test
  void aFullQueueTakesNoMore() {
    var never = new CountDownLatch(1);
    server.script =
        body -> {
          await(never);
          return new Answer(200, "");
        };
    var publisher =
        HttpPublisher.to(settings(PublisherSettings.defaults().withCapacity(2, 1 << 20)));
    open.add(publisher);
    var first = publisher.publish("c", bytes("x"));
    publisher.publish("c", bytes("x"));

    assertThat(failure(publisher.publish("c", bytes("x")))).isEqualTo(Reason.FULL);
    never.countDown();
    done(first);
  }

  @Test
  void closingWaitsForWhatWasTaken() {
    HttpPublisher publisher = http(OnLoss.FAIL);
    var last = publisher.publish("c", bytes("x"));

    publisher.close();

    assertThat(last.toCompletableFuture()).isCompleted();
    assertThat(failure(publisher.publish("c", bytes("x")))).isEqualTo(Reason.CLOSED);
  }

  @Test
  void eachCommandOfAPipelineHasItsOwnResult() {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    server.script =
        body -> {
          begun.countDown();
          await(goOn);
          return body.startsWith("[[\"SET\"")
              ? new Answer(
                  200, "[{\"result\":\"OK\"},{\"error\":\"NOPERM secret\"},{\"result\":[1,{}]}]")
              : new Answer(200, "[{\"result\":1}]");
        };
    UpstashPublisher publisher = upstash(OnLoss.FAIL);
    var first = publisher.publish("chat:1", bytes("x"));
    await(begun);
    var set = publisher.set("k", bytes("v"), Duration.ofSeconds(2));
    var refused = publisher.remove("k");
    var run = publisher.run("return 1", List.of("k"), List.of(bytes("a")));

    goOn.countDown();

    done(first);
    done(set);
    done(run);
    assertThatThrownBy(() -> done(refused)).cause().hasMessage("refused by the server: NOPERM");
  }

  @Test
  void commandsAreArraysOfTexts() {
    server.script = body -> new Answer(200, "[{\"result\":1}]");
    UpstashPublisher publisher = upstash(OnLoss.FAIL);

    done(publisher.publish("chat:1", bytes("{}")));
    done(publisher.set("k", bytes("v"), Duration.ofSeconds(2)));
    done(publisher.remove("k"));
    done(publisher.run("return 1", List.of("k"), List.of(bytes("a"))));

    assertThat(server.requests)
        .containsExactly(
            "POST /pipeline Bearer key [[\"PUBLISH\",\"chat:1\",\"{}\"]]",
            "POST /pipeline Bearer key [[\"SET\",\"k\",\"v\",\"PX\",\"2000\"]]",
            "POST /pipeline Bearer key [[\"DEL\",\"k\"]]",
            "POST /pipeline Bearer key [[\"EVAL\",\"return 1\",\"1\",\"k\",\"a\"]]");
  }

  @Test
  void aBrokerThatIsDownIsTriedAgain() {
    server.script =
        body ->
            server.requests.size() == 1
                ? new Answer(200, "[{\"error\":\"ERR the broker is down\"}]")
                : new Answer(200, "[{\"result\":1}]");

    done(upstash(OnLoss.FAIL).publish("chat:1", bytes("{}")));

    assertThat(server.requests).hasSize(2);
  }

  @Test
  void anAnswerThatIsNoneIsALoss() {
    for (String answer : List.of("", "{}", "[]", "[{\"result\":1},{}]", "[{\"result\":1}")) {
      server.script = body -> new Answer(200, answer);
      assertThat(failure(upstash(OnLoss.FAIL).publish("c", bytes("x")))).isEqualTo(Reason.LOST);
    }
  }

  @Test
  void settingsTellNoSecret() {
    assertThat(HttpPublisherSettings.of("http://h:1", "hush").toString())
        .isEqualTo("HttpPublisherSettings[h]");
    assertThatThrownBy(() -> HttpPublisherSettings.of("http://h", "hush\n"))
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> HttpPublisherSettings.of("ftp://h", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private HttpPublisherSettings settings(PublisherSettings settings) {
    return HttpPublisherSettings.of(server.url() + "/", "key").with(settings);
  }

  private HttpPublisher http(OnLoss onLoss) {
    var publisher = HttpPublisher.to(settings(PublisherSettings.defaults().on(onLoss)));
    open.add(publisher);
    return publisher;
  }

  private UpstashPublisher upstash(OnLoss onLoss) {
    var publisher = UpstashPublisher.to(settings(PublisherSettings.defaults().on(onLoss)));
    open.add(publisher);
    return publisher;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

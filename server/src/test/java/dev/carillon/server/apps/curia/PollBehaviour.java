package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How those who hold no connection are served. What they may see: [EventBehaviour].
abstract class PollBehaviour extends UserKeysBehaviour {

  private Poller poller(String user, String... roles) {
    return new Poller(node.port(), member(user, roles).token());
  }

  @Test
  void pollingWaitsForTheNextEvent() {
    Poller ann = poller("ann").at("12").begin();
    var waiting = CompletableFuture.supplyAsync(() -> ann.next(20));
    node.publish("board:16", "newComment", "{\"board_id\":16}"); // not for ann
    node.publish("board:12", "newComment", "{\"board_id\":12, \"n\":1.0}");

    Poller.Answer answer = waiting.orTimeout(15, TimeUnit.SECONDS).join();

    assertThat(answer.json().get("events").toString())
        .isEqualTo("[{\"event\":\"newComment\",\"payload\":{\"board_id\":12,\"n\":1.0}}]");
    assertThat(answer.isReset()).isFalse();
    assertThat(ann.next().json().get("events").size()).isZero();
  }

  @Test
  void pollingEndsWithoutEventsWhenTheTimeIsOver() {
    Poller ann = poller("ann").begin();
    long begun = System.nanoTime();
    assertThat(ann.next(1).json().get("events").size()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void boardsThatOneMayNotSeeAreNamed() {
    Poller.Answer answer = poller("ann").at("12,13,99,x,16").next();
    assertThat(answer.json().get("denied").toString()).isEqualTo("[13,99,\"x\",16]");
    assertThat(poller("bob", "role-a").at("12,13").next().json().has("denied")).isFalse();
  }

  @Test
  void whoLostABoardGetsNothingOfItFromBefore() {
    Poller ann = poller("ann", "role-a").at("13").begin();
    node.publish("board:13", "newComment", "{\"board_id\":13,\"communityId\":\"c-9\"}");
    board(13, Map.of("allowedRoles", "[\"role-b\"]", "communityId", "c-9"));
    node.publish("board:13", "boardSettingsChanged", "{\"boardId\":13}");
    drained(member("bob"));

    Poller.Answer answer = ann.next();

    assertThat(answer.payloads("newComment")).isEmpty();
    assertThat(answer.payloads("boardSettingsChanged")).isEmpty();
    assertThat(answer.json().get("denied").toString()).isEqualTo("[13]");
  }

  @Test
  void positionThatIsGoneIsToldAndPollingGoesOn() {
    Poller ann = poller("ann").at("12");
    Poller.Answer gone = ann.ask("?since=abc-1f&wait=0");
    assertThat(gone.isReset()).isTrue();
    assertThat(gone.json().get("events").size()).isZero();

    ann.begin();
    node.publish("board:12", "newComment", "{\"board_id\":12}");
    assertThat(ann.next(10).payloads("newComment")).hasSize(1);
  }

  @Test
  void whoIsRevokedPollsNoMore() {
    ForumClient client = member("ann");
    Poller ann = new Poller(node.port(), client.token());
    String position = ann.ask("?wait=0").json().get("position").asString();
    String question = "?wait=20&since=" + position;
    var waiting = CompletableFuture.supplyAsync(() -> ann.ask(question));
    node.tell("carillon:revoke:curia", "{\"user\":\"ann\"}");
    await().until(client::closed);
    node.publish("community:c-9", "newLock", "{}");
    assertThat(waiting.orTimeout(15, TimeUnit.SECONDS).join().status()).isEqualTo(401);
    await().until(() -> ann.ask("?wait=0").status() == 401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?since=x | 400 | since must be a position from an earlier answer",
        "?since= | 400 | since must be a position from an earlier answer",
        "?wait=26 | 400 | wait must be a whole number of seconds from 0 to 25",
        "?wait=-1 | 400 | wait must be a whole number of seconds from 0 to 25",
        "?token=rubbish | 401 | Authentication failed",
        "'' | 401 | Authentication token required",
        "?token= | 401 | Authentication token required",
      })
  void badQuestionsAreAnsweredInWords(String query, int status, String message) {
    Poller.Answer answer = new Poller(node.port(), null).ask(query);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().toString()).isEqualTo("{\"message\":\"" + message + "\"}");
  }

  @Test
  void tokenMayStandInTheQuery() {
    String token = member("ann").token();
    Poller.Answer answer = new Poller(node.port(), null).ask("?wait=0&token=" + token);
    assertThat(answer.status()).isEqualTo(200);
  }
}

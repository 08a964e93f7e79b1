package dev.carillon.server.apps.eclipse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.GatewayBuilder;
import dev.carillon.server.support.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The web app is slow, down, or says odd things.
class WebAppTroubleTest extends EclipseFixture {
  private static final String SAY = "{\"type\":\"message\",\"content\":\"x\",\"role\":\"USER\"}";
  private static final String PING = "{\"type\":\"ping\"}";
  private static final String PONG = "{\"type\":\"pong\"}";

  /// Opened when the held calls of a test may end.
  private final CountDownLatch release = new CountDownLatch(1);

  @Override
  GatewayBuilder carriedBy(GatewayBuilder builder) {
    return builder;
  }

  @AfterEach
  void letGo() {
    release.countDown();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "500 | {'error':'db password is hunter2'} | 500",
        "400 | {'error':'hunter2'} | 400",
        "302 | hunter2 | 302",
        "200 | hunter2 | bad answer",
        "200 | {'success':false,'error':'hunter2'} | bad answer",
        "200 | {'message':{'id':'','content':'hunter2','role':'USER'}} | bad answer",
        "200 | {'message':{'id':'1','content':5,'role':'hunter2'}} | bad answer",
        "200 | [] | bad answer",
        "204 | | bad answer",
      })
  void whatTheWebAppSaysWrongIsToldWithoutItsText(int status, String body, String told) {
    try (var log = new LogCapture("dev.carillon")) {
      start();
      ChatSocket ann = joined("u1", "c1");
      ChatSocket sam = joined("u2", "c1");
      webApp.answerNext(status, body == null ? "" : body.replace('\'', '"'));

      assertThat(ann.ask(SAY)).isEqualTo(failed(told));
      publish("chat:c1", END);

      assertThat(ann.upTo(END)).isEmpty();
      assertThat(sam.upTo(END)).isEmpty();
      assertThat(webApp.requests).hasSize(1);
      assertThat(log.text()).contains("web app failed").doesNotContain("hunter2");
    }
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    start();
    ChatSocket ann = joined("u1", "c1");
    webApp.answerNext(200, "{\"message\":\"" + "y".repeat(2 * 1024 * 1024) + "\"}");
    webApp.answerNext(500, "y".repeat(2 * 1024 * 1024));

    assertThat(ann.ask(SAY)).isEqualTo(failed("unreachable"));
    assertThat(ann.ask(SAY)).isEqualTo(failed("500"));
  }

  @Test
  void aWebAppThatIsDownIsTold() {
    start();
    ChatSocket ann = joined("u1", "c1");
    webApp.close();

    assertThat(ann.ask(SAY)).isEqualTo(failed("unreachable"));
    assertThat(ann.ask("{\"type\":\"agent_joined\"}"))
        .isEqualTo("{\"type\":\"error\",\"error\":\"Failed to process agent_joined event\"}");
    assertThat(ann.ask(PING)).isEqualTo(PONG);
  }

  @Test
  void aSlowWebAppHoldsUpNobodyElseAndIsGivenUp() {
    apiTimeout = Duration.ofMillis(700);
    start();
    ChatSocket ann = joined("u1", "c1");
    ChatSocket sam = joined("u2", "c1");
    webApp.next.add(held("never"));

    ann.say(SAY);
    await().until(() -> webApp.requests.size() == 1);
    assertThat(sam.ask(PING)).isEqualTo(PONG);
    assertThat(sam.ask(SAY)).contains("\"id\":\"msg_1\"");

    assertThat(ann.upTo(failed("timeout"))).singleElement().asString().contains("\"id\":\"msg_1\"");
    assertThat(ann.ask(PING)).isEqualTo(PONG);
  }

  @Test
  void oneClientsMessagesAreSavedInOrderOneAtATime() {
    start();
    ChatSocket ann = joined("u1", "c1");
    webApp.next.add(held("first"));

    ann.say(SAY).say(SAY.replace("\"x\"", "\"y\""));
    await().during(Duration.ofMillis(300)).until(() -> webApp.requests.size() == 1);
    release.countDown();

    assertThat(ann.next()).contains("\"id\":\"first\"");
    assertThat(ann.next()).contains("\"id\":\"msg_1\"", "\"content\":\"y\"");
  }

  @Test
  void whatAClientSaysBeforeItGoesCountsForAWhile() {
    apiTimeout = Duration.ofMillis(400);
    start();
    ChatSocket ann = joined("u1", "c1");
    ChatSocket sam = joined("u2", "c1");
    for (int i = 0; i < 20; i++) {
      webApp.next.add(held("never"));
      ann.say(SAY);
    }
    await().until(() -> webApp.requests.size() == 1);

    ann.close();
    await().until(() -> gateway().connections() == 1);
    await().during(Duration.ofSeconds(1)).until(() -> webApp.requests.size() < 6);

    assertThat(webApp.requests.size()).isBetween(2, 5);
    assertThat(sam.ask(PING)).isEqualTo(PONG);
  }

  @Test
  void callsBeyondTheLimitWaitForTheirTurn() {
    apiConcurrency = 1;
    start();
    ChatSocket ann = joined("u1", "c1");
    ChatSocket sam = joined("u2", "c2");
    webApp.next.add(held("first"));
    ann.say(SAY);
    await().until(() -> webApp.requests.size() == 1);

    sam.say(SAY);
    await().during(Duration.ofMillis(300)).until(() -> webApp.requests.size() == 1);
    release.countDown();

    assertThat(ann.next()).contains("\"id\":\"first\"");
    assertThat(sam.next()).contains("\"id\":\"msg_1\"");
  }

  @Test
  void whoNeverGetsATurnIsTold() {
    apiTimeout = Duration.ofMillis(1500);
    apiConcurrency = 1;
    start();
    List<ChatSocket> crowd =
        List.of(joined("u1", "c1"), joined("u2", "c2"), joined("u3", "c3"), joined("u4", "c4"));
    for (int i = 0; i < crowd.size(); i++) {
      webApp.next.add(held("never"));
    }

    crowd.forEach(each -> each.say(SAY));

    assertThat(crowd.stream().map(ChatSocket::next)).contains(failed("timeout"), failed("busy"));
  }

  @Test
  void idsFromTokensStayInTheirPlaceOfThePath() {
    start();
    ChatSocket ann = joined("u1", "../users/1?x=é#");

    ann.say(SAY);

    assertThat(ann.next()).contains("\"id\":\"msg_1\"");
    assertThat(webApp.requests.getFirst().line())
        .isEqualTo("POST /api/chats/..%2Fusers%2F1%3Fx%3D%C3%A9%23/messages/send");
  }

  private Function<FakeWebApp.Request, FakeWebApp.Answer> held(String id) {
    return request -> {
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return FakeWebApp.saved(id, "\"x\"", "USER", "null");
    };
  }

  private static String failed(String told) {
    return "{\"type\":\"error\",\"error\":\"Failed to send message\",\"message\":\"API error: "
        + told
        + "\"}";
  }
}

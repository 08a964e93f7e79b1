package dev.carillon.server.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Instruments;
import dev.carillon.server.config.Settings;
import dev.carillon.server.support.FakeBroker;
import dev.carillon.server.support.FakeStore;
import dev.carillon.server.support.LogCapture;
import dev.carillon.support.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MatrixBotsTest {
  private static final String TOKEN = "syt_secret_0123456789";

  private final FakeMatrix matrix = start();
  private final FakeClock clock = new FakeClock();
  private final FakeBroker broker = new FakeBroker();
  private final FakeStore store = new FakeStore(clock);
  private final List<String> badInput = new CopyOnWriteArrayList<>();
  private final List<MatrixBots> bots = new ArrayList<>();
  private final LogCapture log = new LogCapture("dev.carillon.server.matrix");

  private static FakeMatrix start() {
    try {
      return new FakeMatrix();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void noSecretWasLogged() {
    bots.forEach(MatrixBots::close);
    matrix.close();
    log.close();
    assertThat(log.text()).doesNotContain(TOKEN);
    assertThat(store.keys()).noneMatch(key -> key.contains(TOKEN));
  }

  @Test
  void testMessageIsANoticeInTheRoom() {
    bot(MatrixSettings.defaults());

    broker.publish("chatbot/test", test("!room:example.org", "Connected!"));

    FakeMatrix.Request event = events(1).getFirst();
    assertThat(event.path())
        .startsWith("/_matrix/client/v3/rooms/%21room%3Aexample.org/send/m.room.message/carillon.");
    assertThat(event.authorization()).isEqualTo("Bearer " + TOKEN);
    assertThat(event.body()).isEqualTo("{\"msgtype\":\"m.notice\",\"body\":\"Connected!\"}");
  }

  @Test
  void publishedHtmlIsATextWithHtml() {
    matrix.aliases.put("%23news%2Fa%20b%3Aexample.org", "!n:example.org");
    bot(MatrixSettings.defaults());

    broker.publish(
        "chatbot/publish",
        publish("#news/a b:example.org", "<p><b>New</b> poll</p><a href='http://l/1'>Vote</a>"));

    assertThat(events(1).getFirst().json())
        .hasToString(
            "{\"msgtype\":\"m.text\",\"body\":\"New poll\\nVote [http://l/1]\","
                + "\"format\":\"org.matrix.custom.html\","
                + "\"formatted_body\":\"<p><b>New</b> poll</p><a href='http://l/1'>Vote</a>\"}");
  }

  @Test
  void olderApiPrefixCanBeSet() {
    matrix.aliases.put("%23r%3Aexample.org", "!n:example.org");
    bot(with("api-prefix", "r0"));

    broker.publish("chatbot/test", test("#r:example.org", "ok"));

    assertThat(events(1).getFirst().path()).startsWith("/_matrix/client/r0/rooms/%21n%3A");
  }

  @Test
  void aliasIsLookedUpOnceAndAgainAfterTheIdleTime() {
    matrix.aliases.put("%23r%3Ae", "!n:e");
    bot(MatrixSettings.defaults());

    broker.publish("chatbot/publish", publish("#r:e", "one"));
    events(1);
    broker.publish("chatbot/publish", publish("#r:e", "two"));
    events(2);
    assertThat(lookups()).isEqualTo(1);

    clock.advance(Duration.ofMinutes(31));
    broker.publish("chatbot/publish", publish("#r:e", "three"));
    events(3);
    assertThat(lookups()).isEqualTo(2);
  }

  @Test
  void aliasThatMovedIsLookedUpAgain() {
    matrix.aliases.put("%23r%3Ae", "!old:e");
    bot(MatrixSettings.defaults());
    broker.publish("chatbot/publish", publish("#r:e", "one"));
    events(1);

    matrix.aliases.put("%23r%3Ae", "!new:e");
    matrix.next.add(new FakeMatrix.Answer(403, "{\"errcode\":\"M_FORBIDDEN\"}"));
    broker.publish("chatbot/publish", publish("#r:e", "two"));

    assertThat(events(2).get(1).path()).contains("/rooms/%21new%3Ae/");
  }

  @Test
  void twoNodesPostOnceAndARepetitionOnceMore() {
    MatrixBots one = bot(MatrixSettings.defaults());
    MatrixBots two = bot(MatrixSettings.defaults());

    for (int i = 1; i <= 20; i++) {
      broker.publish("chatbot/test", test("!r:e", "same text"));
      broker.publish("chatbot/publish", publish("!r:e", "text " + i));
    }

    await()
        .untilAsserted(
            () -> assertThat(one.counts().elsewhere() + two.counts().elsewhere()).isEqualTo(40));
    events(40);
    assertThat(one.counts().posted() + two.counts().posted()).isEqualTo(40);
  }

  @Test
  void sameTextPostsAgainWhateverTimeLiesBetween() {
    bot(MatrixSettings.defaults());
    bot(MatrixSettings.defaults());
    int posts = 0;
    for (int seconds : new int[] {0, 1, 40, 69, 71, 74, 76, 200, 3600}) {
      clock.advance(Duration.ofSeconds(seconds));
      broker.publish("chatbot/test", test("!r:e", "same text"));
      events(++posts);
    }
  }

  @Test
  void messageIsPostedAgainAfterARestart() {
    MatrixBots before = bot(MatrixSettings.defaults());
    broker.publish("chatbot/test", test("!r:e", "again?"));
    events(1);
    broker.publish("chatbot/test", test("!r:e", "again?"));
    events(2);
    before.close();

    clock.advance(Duration.ofSeconds(20));
    bot(MatrixSettings.defaults());
    broker.publish("chatbot/test", test("!r:e", "again?"));
    events(3);
  }

  @Test
  void lateNodeFindsTheNumberThatTheOthersAreAt() {
    MatrixBots early = bot(MatrixSettings.defaults());
    for (int i = 1; i <= 3; i++) {
      broker.publish("chatbot/test", test("!r:e", "x"));
      events(i);
      clock.advance(Duration.ofSeconds(15));
    }
    MatrixBots late = bot(MatrixSettings.defaults());
    for (int i = 4; i <= 6; i++) {
      broker.publish("chatbot/test", test("!r:e", "x"));
      int posts = i;
      await()
          .untilAsserted(
              () -> assertThat(early.counts().posted() + late.counts().posted()).isEqualTo(posts));
      await()
          .untilAsserted(() ->
              assertThat(early.counts().elsewhere() + late.counts().elsewhere())
                  .isEqualTo(posts - 3));
      clock.advance(Duration.ofSeconds(15));
    }
    assertThat(matrix.events).hasSize(6);
  }

  @Test
  void tooManyRequestsIsTriedAgainWithTheSameTransaction() {
    bot(MatrixSettings.defaults());
    matrix.next.add(
        new FakeMatrix.Answer(
            429, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":1}", Map.of()));
    matrix.next.add(new FakeMatrix.Answer(429, "", Map.of("Retry-After", "0")));

    broker.publish("chatbot/test", test("!r:e", "patience"));

    events(1);
    assertThat(matrix.requests).hasSize(3);
    assertThat(matrix.requests.stream().map(FakeMatrix.Request::path).distinct()).hasSize(1);
  }

  @Test
  void failingServerIsGivenUp() {
    MatrixBots bot = bot(MatrixSettings.defaults());
    for (int i = 0; i < 5; i++) {
      matrix.next.add(new FakeMatrix.Answer(500, "oops"));
    }

    broker.publish("chatbot/test", test("!r:e", "lost"));

    await().untilAsserted(() -> assertThat(bot.counts().failed()).isEqualTo(1));
    assertThat(matrix.requests).hasSize(5);
    assertThat(log.text()).contains("reason=http-500").doesNotContain("lost");
    broker.publish("chatbot/test", test("!r:e", "next"));
    events(1);
  }

  @Test
  void refusalIsFinal() {
    MatrixBots bot = bot(MatrixSettings.defaults());
    matrix.next.add(new FakeMatrix.Answer(401, "{\"errcode\":\"M_UNKNOWN_TOKEN\"}"));

    broker.publish("chatbot/test", test("!r:e", "x"));

    await().untilAsserted(() -> assertThat(bot.counts().failed()).isEqualTo(1));
    assertThat(matrix.requests).hasSize(1);
  }

  @Test
  void unknownAliasIsFinal() {
    MatrixBots bot = bot(MatrixSettings.defaults());

    broker.publish("chatbot/test", test("#nobody:e", "x"));

    await().untilAsserted(() -> assertThat(bot.counts().failed()).isEqualTo(1));
    assertThat(matrix.requests).hasSize(1);
    assertThat(log.text()).contains("reason=http-404");
  }

  @Test
  void redirectIsNotFollowed() {
    MatrixBots bot = bot(MatrixSettings.defaults());
    matrix.next.add(
        new FakeMatrix.Answer(307, "", Map.of("Location", matrix.url() + "/elsewhere")));

    broker.publish("chatbot/test", test("!r:e", "x"));

    await().untilAsserted(() -> assertThat(bot.counts().failed()).isEqualTo(1));
    assertThat(matrix.requests).hasSize(1);
  }

  @Test
  void answerOfUnreasonableSizeIsNotRead() {
    MatrixBots bot = bot(MatrixSettings.defaults());
    for (int i = 0; i < 5; i++) {
      matrix.next.add(new FakeMatrix.Answer(200, "x".repeat(200_000)));
    }

    broker.publish("chatbot/test", test("#r:e", "x"));

    await().untilAsserted(() -> assertThat(bot.counts().failed()).isEqualTo(1));
    assertThat(matrix.events).isEmpty();
  }

  @Test
  void serverThatIsNotAllowedIsNotCalled() {
    MatrixBots bot = bot(with("allowed-servers", "https://matrix.org"));

    broker.publish("chatbot/test", test("!r:e", "x"));

    assertThat(bot.counts().bad()).isEqualTo(1);
    assertThat(badInput).containsExactly("bots broker server-not-allowed");
    assertThat(matrix.requests).isEmpty();
  }

  @Test
  void rubbishIsCountedAndTheNextMessagePosted() {
    MatrixBots bot = bot(MatrixSettings.defaults());
    List<String> rubbish =
        List.of(
            "",
            "null",
            "[]",
            "42",
            "{\"server\":",
            "{}",
            "{} {}",
            "[".repeat(100_000),
            test("room", "x"),
            test("#", "x"),
            test("!r:e", "x").replace(TOKEN, "two\\r\\nlines"),
            test("!r:e", "x").replace("http", "ftp"),
            test("!r:e", "x").replace("http://", "http://user@"),
            test("!r:e", "x").replace("\"message\":\"x\"", "\"message\":7"),
            "{\"server\":\"" + "x".repeat(300_000) + "\"}");
    for (String message : rubbish) {
      broker.publish("chatbot/test", message);
      broker.publish("chatbot/publish", message);
    }
    broker.publish("chatbot/test", new byte[] {'{', (byte) 0xff, '}'});
    int count = rubbish.size() * 2 + 1;
    assertThat(bot.counts().bad()).isEqualTo(count);
    assertThat(badInput).hasSize(count);
    assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).hasSize(1);

    broker.publish("chatbot/test", test("!r:e", "good"));
    events(1);
  }

  @Test
  void otherChannelsAndTheOlderFormAreIgnored() {
    MatrixBots bot = bot(MatrixSettings.defaults());

    broker.publish("chatbot/config", test("!r:e", "x"));
    broker.publish("chatbot/config", test("!r:e", "x"));
    broker.publish("chatbot/\nnew", "x");
    broker.publish("chatbot/publish", "{\"chatbot_id\":1,\"payload\":{\"html\":\"x\"}}");

    assertThat(bot.counts().ignored()).isEqualTo(4);
    assertThat(log.lines())
        .filteredOn(line -> line.contains("ignored"))
        .containsExactly(
            "DEBUG bot channel ignored: channel=chatbot/config",
            "DEBUG bot channel ignored: channel=chatbot/?new",
            "DEBUG bot message ignored: form=chatbot_id");
    assertThat(matrix.requests).isEmpty();
  }

  @Test
  void nobodyPostsWhenTheStoreCannotSayWho() {
    MatrixBots bot = bot(MatrixSettings.defaults());
    store.down(true);
    broker.publish("chatbot/test", test("!r:e", "x"));
    await().untilAsserted(() -> assertThat(bot.counts().unclaimed()).isEqualTo(1));
    assertThat(log.text()).contains("reason=store-unavailable");

    store.down(false);
    broker.become(Broker.State.READY);
    broker.publish("chatbot/test", test("!r:e", "y"));
    assertThat(events(1).getFirst().body()).contains("\"y\"");
  }

  @Test
  void messagesOfOneRoomKeepTheirOrder() {
    bot(MatrixSettings.defaults());
    matrix.next.add(new FakeMatrix.Answer(503, ""));
    for (int i = 0; i < 50; i++) {
      broker.publish("chatbot/test", test("!r:e", "n" + i));
    }
    List<FakeMatrix.Request> events = events(50);
    for (int i = 0; i < 50; i++) {
      assertThat(events.get(i).json().path("body").asString()).isEqualTo("n" + i);
    }
  }

  @Test
  void messagesOfOneRoomKeepTheirOrderOverTwoNodes() {
    MatrixBots one = bot(MatrixSettings.defaults());
    MatrixBots two = bot(MatrixSettings.defaults());
    matrix.next.add(new FakeMatrix.Answer(503, ""));
    for (int i = 0; i < 60; i++) {
      broker.publish("chatbot/test", test(i % 2 == 0 ? "!a:e" : "!b:e", "n" + i));
    }
    List<FakeMatrix.Request> events = events(60);
    for (String room : List.of("%21a%3Ae", "%21b%3Ae")) {
      assertThat(
              events.stream()
                  .filter(event -> event.path().contains(room))
                  .map(
                      event -> Integer.parseInt(event.json().path("body").asString().substring(1))))
          .hasSize(30)
          .isSorted();
    }
    await()
        .untilAsserted(
            () -> assertThat(one.counts().elsewhere() + two.counts().elsewhere()).isEqualTo(60));
  }

  @Test
  void aBurstWaitsForRoomInTheQueue() {
    MatrixBots bot =
        bot(Settings.of(MatrixSettings::new, Map.of("queue", "2", "concurrency", "1")));
    for (int i = 0; i < 40; i++) {
      broker.publish("chatbot/test", test("!r" + i % 3 + ":e", "n" + i));
    }
    events(40);
    assertThat(bot.counts().dropped()).isZero();
  }

  @Test
  void aTurnOfANodeThatDiedIsTakenOver() {
    bot(MatrixSettings.defaults());
    new RoomTurns(store, "dead").take(new Post(matrix.url(), TOKEN, "!r:e", "{}"));
    broker.publish("chatbot/test", test("!r:e", "x"));
    clock.advance(RoomTurns.LIFETIME.plusMillis(1));
    events(1);
  }

  @Test
  void aLongAnswerIsNoFailure() {
    bot(MatrixSettings.defaults());
    matrix.next.add(new FakeMatrix.Answer(200, "{\"event_id\":\"" + "x".repeat(70_000) + "\"}"));
    broker.publish("chatbot/test", test("!r:e", "x"));
    broker.publish("chatbot/test", test("!r:e", "y"));
    assertThat(events(1).getFirst().body()).contains("\"y\"");
    assertThat(matrix.requests).hasSize(2);
  }

  @Test
  void closeSendsWhatWasClaimed() {
    MatrixBots bot = bot(MatrixSettings.defaults());
    for (int i = 0; i < 20; i++) {
      broker.publish("chatbot/test", test("!r" + i + ":e", "x"));
    }
    await()
        .untilAsserted(
            () -> assertThat(store.keys()).filteredOn(key -> !key.contains(":turn:")).hasSize(20));
    bot.close();
    assertThat(bot.counts().posted()).isEqualTo(20);
    broker.publish("chatbot/test", test("!r:e", "after"));
    assertThat(bot.counts().pending()).isZero();
  }

  private MatrixBots bot(MatrixSettings settings) {
    Instruments instruments =
        new Instruments() {
          @Override
          public void badInput(String endpoint, String source, String reason) {
            badInput.add(endpoint + " " + source + " " + reason);
          }
        };
    MatrixBots bot =
        new MatrixBots(
            settings,
            broker,
            store,
            clock,
            instruments,
            "node-" + bots.size(),
            Duration.ofMillis(2));
    bots.add(bot);
    assertThat(bot.start().toCompletableFuture()).isCompleted();
    return bot;
  }

  private List<FakeMatrix.Request> events(int count) {
    await().untilAsserted(() -> assertThat(matrix.events).hasSize(count));
    return matrix.events;
  }

  private long lookups() {
    return matrix.requests.stream().filter(request -> request.method().equals("GET")).count();
  }

  private String test(String room, String text) {
    return "{\"server\":\"%s\",\"access_token\":\"%s\",\"channel\":\"%s\",\"message\":\"%s\"}"
        .formatted(matrix.url(), TOKEN, room, text);
  }

  private String publish(String room, String html) {
    return """
    {"config":{"id":4,"server":"%s/","access_token":"%s","channel":"%s"},\
    "payload":{"html":"%s"}}\
    """
        .formatted(matrix.url(), TOKEN, room, html);
  }

  private static MatrixSettings with(String key, String text) {
    return Settings.of(MatrixSettings::new, Map.of(key, text));
  }
}

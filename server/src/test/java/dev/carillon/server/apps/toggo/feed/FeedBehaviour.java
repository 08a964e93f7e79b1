package dev.carillon.server.apps.toggo.feed;

import static dev.carillon.server.apps.toggo.feed.Happened.ANN;
import static dev.carillon.server.apps.toggo.feed.Happened.BEN;
import static dev.carillon.server.apps.toggo.feed.Happened.CLEO;
import static dev.carillon.server.apps.toggo.feed.Happened.comment;
import static dev.carillon.server.apps.toggo.feed.Happened.event;
import static dev.carillon.server.apps.toggo.feed.Happened.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.auth.JwtSigner;
import dev.carillon.auth.JwtVerifier;
import dev.carillon.core.Broker;
import dev.carillon.core.Instruments;
import dev.carillon.core.Services;
import dev.carillon.core.Store;
import dev.carillon.net.Endpoint;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.support.Lent;
import dev.carillon.support.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What members find in their feeds, wherever these are kept.
abstract class FeedBehaviour {
  private static final byte[] KEY = "a key for tests, long enough".getBytes(StandardCharsets.UTF_8);

  private final FakeClock clock = new FakeClock();
  private HttpClient http = HttpClient.newHttpClient();
  private Gateway gateway;
  private FeedWriter writer;
  private int port;

  @SuppressWarnings("NullAway.Init") // set by start()
  FeedBehaviour() {}

  /// Says what keeps state.
  abstract GatewayBuilder keptBy(GatewayBuilder builder);

  /// Lets so much time pass for the store.
  abstract void pass(Duration time);

  final FakeClock clock() {
    return clock;
  }

  final FeedWriter writer() {
    return writer;
  }

  final Store store() {
    return gateway.store();
  }

  @BeforeEach
  void start() {
    var served = new CompletableFuture<Endpoint>();
    var lent =
        new Lent(services -> {
          Endpoint endpoint = resource(services).endpoint();
          served.complete(endpoint);
          return List.of(endpoint);
        });
    gateway = keptBy(Gateway.builder()).clock(clock).lanes(1).app(lent).start();
    port = gateway.port(served.resultNow());
    await().until(() -> gateway.broker().state() == Broker.State.READY);
    writer = writer(Happened.hasty());
    members("t1", ANN, BEN, CLEO);
  }

  private static FeedResource resource(Services services) {
    return new FeedResource(
        new FeedReader(
            FeedSettings.defaults(), services.store(), services.clock(), services.instruments()),
        new JwtVerifier(KEY, services.clock()),
        OriginPolicy.allow(Set.of("https://toggo.example")));
  }

  @AfterEach
  void stop() {
    writer.close();
    gateway.close();
    http.close();
  }

  private FeedWriter writer(FeedSettings settings) {
    return new FeedWriter(
        settings,
        new MembersSettings(new MembersSettings.Key("members:{trip}"), Duration.ZERO, 1000)
            .members(store(), clock, Instruments.NONE),
        store(),
        clock,
        Instruments.NONE);
  }

  private void members(String trip, String... users) {
    for (String user : users) {
      store().addScored("members:" + trip, 0, user);
    }
  }

  // ---- writing and reading ----

  @Test
  void whatHappensIsInTheFeedsOfAllMembersButTheOneWhoDidIt() {
    // The second one arrives first: their own times count.
    written(comment("e2", ANN, ago(1)), comment("e1", CLEO, ago(2)), comment("e3", ANN, ago(0)));

    assertThat(get(BEN, "t1/activity"))
        .isEqualTo("200 [" + json("e1") + "," + json("e2") + "," + json("e3") + "]");
    assertThat(get(ANN, "t1/activity")).isEqualTo("200 [" + json("e1") + "]");
    assertThat(get(CLEO, "t1/activity")).isEqualTo("200 [" + json("e2") + "," + json("e3") + "]");
    assertThat(get(BEN, "t1/activity/unread-count")).isEqualTo("200 {\"unread_count\":3}");
    assertThat(get(BEN, "t2/activity")).isEqualTo("200 []");
    assertThat(get(BEN, "t2/activity/unread-count")).isEqualTo("200 {\"unread_count\":0}");
  }

  @Test
  void onlyWhatIsWorthItIsInTheFeed() {
    writer.accept(event("e1", "poll.vote_removed", "t1", ANN, ago(3)));
    writer.accept(event("e2", "comment.updated", "t1", ANN, ago(2)));
    written(event("e3", "membership.added", "t1", CLEO, ago(1)));

    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + json("e3") + "]");
  }

  @Test
  void anEventWithoutATimeIsAsOldAsItsArrival() {
    written(comment("e1", ANN, Instant.parse("0001-01-01T00:00:00Z")));
    clock.advance(Duration.ofSeconds(1));
    written(comment("e2", ANN, Instant.MAX));
    clock.advance(Duration.ofSeconds(1));
    written(comment("e3", ANN, ago(0)));

    assertThat(get(BEN, "t1/activity"))
        .isEqualTo("200 [" + json("e1") + "," + json("e2") + "," + json("e3") + "]");
    assertThat(store().countScoredAbove("activity:" + BEN + ":t1", (double) millis(0) - 1))
        .isEqualTo(1);
  }

  @Test
  void anEventWithoutAnIdIsCountedAndLeftOut() {
    writer.accept(comment("", ANN, ago(1)));
    writer.accept(comment("a b", ANN, ago(1)));
    writer.accept(comment("\ud800", ANN, ago(1)));
    written(comment("e1", ANN, ago(0)));

    assertThat(writer.counts().bad()).isEqualTo(3);
    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + json("e1") + "]");
  }

  @Test
  void aFeedKeepsTheNewest() {
    writer.close();
    writer = writer(Happened.hasty(2, 8, 1 << 20, 3));
    written(comment("e1", ANN, ago(3)), comment("e2", ANN, ago(2)), comment("e3", ANN, ago(1)));

    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + json("e2") + "," + json("e3") + "]");
  }

  @Test
  void aFeedIsReadInPagesFromTheNewestBack() {
    for (int i = 1; i <= 5; i++) {
      written(comment("e" + i, ANN, ago(10 - i)));
    }

    assertThat(get(BEN, "t1/activity?limit=2"))
        .isEqualTo("200 [" + json("e4") + "," + json("e5") + "]");
    assertThat(get(BEN, "t1/activity?limit=2&offset=2"))
        .isEqualTo("200 [" + json("e2") + "," + json("e3") + "]");
    assertThat(get(BEN, "t1/activity?limit=2&offset=4")).isEqualTo("200 [" + json("e1") + "]");
    assertThat(get(BEN, "t1/activity?offset=5")).isEqualTo("200 []");
    assertThat(get(BEN, "t1/activity?after=" + millis(7)))
        .isEqualTo("200 [" + json("e4") + "," + json("e5") + "]");
  }

  // ---- removing and having seen ----

  @Test
  void aRemovedEventIsGoneFromThatFeedAlone() {
    written(comment("e1", ANN, ago(2)), comment("e2", ANN, ago(1)));

    assertThat(call(BEN, "DELETE", "t1/activity/e1", "")).isEqualTo("204 ");
    assertThat(call(BEN, "DELETE", "t1/activity/e1", "")).isEqualTo("204 ");

    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + json("e2") + "]");
    assertThat(get(BEN, "t1/activity/unread-count")).isEqualTo("200 {\"unread_count\":1}");
    assertThat(get(CLEO, "t1/activity")).contains("e1");
  }

  @Test
  void whatWasSeenIsNotShownAgainUnlessAskedFor() {
    written(comment("e1", ANN, ago(2)), comment("e2", ANN, ago(1)));

    assertThat(seen(BEN, "t1", millis(2))).isEqualTo("204 ");
    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + json("e2") + "]");
    assertThat(get(BEN, "t1/activity/unread-count")).isEqualTo("200 {\"unread_count\":1}");
    assertThat(seen(BEN, "t1", millis(1))).isEqualTo("204 ");
    assertThat(get(BEN, "t1/activity")).isEqualTo("200 []");
    assertThat(get(BEN, "t1/activity?after=0"))
        .isEqualTo("200 [" + json("e1") + "," + json("e2") + "]");
    assertThat(get(CLEO, "t1/activity/unread-count")).isEqualTo("200 {\"unread_count\":2}");

    written(comment("e3", ANN, ago(0)));
    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + json("e3") + "]");
    assertThat(store().getField("user:feed_cursor:" + BEN, "t1")).isEqualTo("" + millis(1));
  }

  @Test
  void nobodyHasACursorOnATripWithoutEvents() {
    assertThat(seen(BEN, "elsewhere", 1)).isEqualTo("204 ");
    assertThat(store().getField("user:feed_cursor:" + BEN, "elsewhere")).isNull();
  }

  @Test
  void anEventThatIsGoneIsNeitherShownNorCounted() {
    written(comment("e1", ANN, ago(2)), comment("e2", ANN, ago(1)));
    store().remove("activity:event:e1");

    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + json("e2") + "]");
    assertThat(get(BEN, "t1/activity/unread-count")).isEqualTo("200 {\"unread_count\":1}");

    passes(Duration.ofDays(30));
    assertThat(get(BEN, "t1/activity")).isEqualTo("200 []");
    assertThat(get(BEN, "t1/activity/unread-count")).isEqualTo("200 {\"unread_count\":0}");
  }

  @Test
  void whatOthersLeftInTheStoreBreaksNoAnswer() {
    written(comment("e1", ANN, ago(1)));
    Map.of("x1", "{", "x2", "[]", "x3", "{}{}", "x4", "")
        .forEach((id, value) -> {
          store().put("activity:event:" + id, value);
          store().addScored("activity:" + BEN + ":t1", (double) millis(0), id);
        });
    store().putField("user:feed_cursor:" + BEN, "t1", "soon", Duration.ofMinutes(1));

    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + json("e1") + "]");
  }

  // ---- who may ask, and what ----

  @Test
  void nobodyReadsAFeedWithoutAToken() {
    String missing = "401 {\"statusCode\":401,\"message\":\"Missing authentication token\"}";
    String invalid = "401 {\"statusCode\":401,\"message\":\"Invalid token\"}";
    JwtSigner other = new JwtSigner(new byte[] {1}, clock);

    assertThat(send("GET", "t1/activity", "", null)).isEqualTo(missing);
    assertThat(send("GET", "t1/activity", "", "Basic YTpi")).isEqualTo(missing);
    assertThat(send("GET", "t1/activity", "", "Bearer x.y.z")).isEqualTo(invalid);
    assertThat(send("GET", "t1/activity", "", "Bearer " + token(other, ANN))).isEqualTo(invalid);
    assertThat(get("ann", "t1/activity")).isEqualTo(invalid);
    String expired = "Bearer " + token(new JwtSigner(KEY, clock), ANN);
    passes(Duration.ofHours(2));
    assertThat(send("DELETE", "t1/activity/e", "", expired)).isEqualTo(invalid);
  }

  @Test
  void whatIsNotServedIsRefused() {
    String notFound = "404 {\"statusCode\":404,\"message\":\"not found\"}";

    for (String path :
        List.of(
            "t1",
            "t1/",
            "/activity",
            "t1/activity/",
            "t1/activity/x",
            "t1/activity/x/y",
            "%20/activity",
            "t1/activities")) {
      assertThat(get(ANN, path)).as(path).isEqualTo(notFound);
    }
    assertThat(call(ANN, "PUT", "t1/activity/e1", "{}")).isEqualTo(notFound);
    assertThat(call(ANN, "DELETE", "t1/activity", "")).startsWith("405 ");
    assertThat(call(ANN, "POST", "t1/activity", "")).startsWith("405 ");
    assertThat(get(ANN, "t1/activity?limit=0"))
        .isEqualTo(
            "400 {\"statusCode\":400,\"message\":\"limit must be a whole number from 1 to 100\"}");
    assertThat(get(ANN, "t1/activity?offset=x")).startsWith("400 ");
    assertThat(get(ANN, "t1/activity?after=-1")).startsWith("400 ");
    for (String body :
        List.of(
            "",
            "{",
            "[]",
            "{}",
            "{\"last_seen\":\"1\"}",
            "{\"last_seen\":-1}",
            "{\"last_seen\":99999999999999999999}",
            "{\"last_seen\":1.5}")) {
      assertThat(call(ANN, "PUT", "t1/activity/cursor", body)).as(body).startsWith("400 ");
    }
    assertThat(call(ANN, "PUT", "t1/activity/cursor", " ".repeat(2000))).startsWith("413 ");
  }

  @Test
  void anIdMayHoldWhatAPathCannot() {
    members("a/b+c?", BEN);
    written(event("e/1", "comment.created", "a/b+c?", ANN, ago(1)));

    assertThat(get(BEN, "a%2Fb+c%3F/activity")).isEqualTo("200 [" + json("e/1") + "]");
    assertThat(call(BEN, "DELETE", "a%2Fb%2Bc%3F/activity/e%2F1", "")).isEqualTo("204 ");
    assertThat(get(BEN, "a%2Fb+c%3F/activity")).isEqualTo("200 []");
  }

  @Test
  void pagesOfAllowedOriginsMayReadTheFeed() throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri("t1/activity"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://toggo.example")
                .header("Access-Control-Request-Method", "DELETE")
                .header("Access-Control-Request-Headers", "authorization")
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://toggo.example");
    assertThat(answer.headers().firstValue("access-control-allow-headers"))
        .hasValue("authorization");
  }

  // ---- several nodes ----

  @Test
  void twoNodesWriteEachEventOnce() {
    try (FeedWriter second = writer(Happened.hasty())) {
      for (int i = 0; i < 200; i++) {
        TripEvent event = comment("e" + i, ANN, ago(1));
        writer.accept(event);
        second.accept(event);
      }
      await()
          .untilAsserted(() -> {
            assertThat(writer.counts().written() + second.counts().written()).isEqualTo(200);
            assertThat(writer.counts().elsewhere() + second.counts().elsewhere()).isEqualTo(200);
          });
      assertThat(get(BEN, "t1/activity/unread-count")).isEqualTo("200 {\"unread_count\":200}");
      Set<String> ids = Set.copyOf(store().scoredAbove("activity:" + BEN + ":t1", 0, 1000));
      assertThat(ids)
          .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "e" + i).collect(Collectors.toSet()));
      await().until(() -> writer.counts().pendingBytes() + second.counts().pendingBytes() == 0);
    }
  }

  @Test
  void theEventOfANodeThatDiedIsWrittenByAnother() {
    Duration lifetime = Duration.ofMillis(300);
    assertThat(FeedWriter.claims(store(), lifetime).take("e1", FeedWriter.WRITING)).isTrue();

    writer.accept(comment("e1", ANN, ago(1)));
    await().during(Duration.ofMillis(50)).until(() -> writer.counts().written() == 0);
    pass(lifetime.plusMillis(1));

    await().until(() -> writer.counts().written() == 1);
    assertThat(get(BEN, "t1/activity")).isEqualTo("200 [" + json("e1") + "]");
  }

  @Test
  void manyMembersAreServedInOneGo() {
    String[] many = IntStream.range(0, 900).mapToObj(i -> "user-" + i).toArray(String[]::new);
    members("big", many);
    written(event("e1", "trip.updated", "big", "user-7", ago(1)));

    for (String user : List.of("user-0", "user-499", "user-500", "user-899")) {
      assertThat(store().countScoredAbove("activity:" + user + ":big", 0)).isEqualTo(1);
    }
    assertThat(store().countScoredAbove("activity:user-7:big", 0)).isZero();
  }

  // ---- helpers ----

  final void written(TripEvent... events) {
    long before = writer.counts().written();
    List.of(events).forEach(writer);
    await().until(() -> writer.counts().written() == before + events.length);
  }

  final Instant ago(int seconds) {
    return clock.now().minusSeconds(seconds);
  }

  final long millis(int secondsAgo) {
    return ago(secondsAgo).toEpochMilli();
  }

  final String seen(String user, String trip, long millis) {
    return call(user, "PUT", trip + "/activity/cursor", "{\"last_seen\":" + millis + "}");
  }

  final String get(String user, String path) {
    return call(user, "GET", path, "");
  }

  private String call(String user, String method, String path, String body) {
    return send(method, path, body, "Bearer " + token(new JwtSigner(KEY, clock), user));
  }

  private static String token(JwtSigner signer, String user) {
    return signer.sign(Map.of("sub", user), Duration.ofHours(1));
  }

  /** Time in which the gateway closes a connection kept open: what comes next needs one of its own. */
  private void passes(Duration time) {
    http.close();
    clock.advance(time);
    http = HttpClient.newHttpClient();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + "/api/v1/trips/" + path);
  }

  private String send(String method, String path, String body, @Nullable String authorization) {
    try {
      var request =
          HttpRequest.newBuilder(uri(path))
              .version(HttpClient.Version.HTTP_1_1)
              .method(method, BodyPublishers.ofString(body));
      if (authorization != null) {
        request.header("Authorization", authorization);
      }
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

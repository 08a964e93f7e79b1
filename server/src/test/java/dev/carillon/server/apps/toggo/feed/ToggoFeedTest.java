package dev.carillon.server.apps.toggo.feed;

import static dev.carillon.server.apps.toggo.feed.Happened.ANN;
import static dev.carillon.server.apps.toggo.feed.Happened.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.auth.JwtSigner;
import dev.carillon.core.Clock;
import dev.carillon.core.Services;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.apps.toggo.ToggoApp;
import dev.carillon.server.apps.toggo.ToggoSettings;
import dev.carillon.server.apps.toggo.ToggoSettings.Auth;
import dev.carillon.server.apps.toggo.ToggoSettings.Collapse;
import dev.carillon.server.apps.toggo.ToggoSettings.TopicCheck;
import dev.carillon.server.apps.toggo.ToggoSettings.TripMismatch;
import dev.carillon.server.apps.toggo.TopicSet;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.config.Secret;
import dev.carillon.server.support.Lent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The feed beside the app, on one port.
class ToggoFeedTest {
  private static final Secret KEY = new Secret("a key for tests, long enough");

  private ToggoFeed feed;
  private ToggoApp app;

  @SuppressWarnings("NullAway.Init")
  ToggoFeedTest() {}

  @AfterEach
  void stop() {
    app.close();
    feed.close();
  }

  @Test
  void whatServicesPublishIsInTheFeedWhetherSomebodyFollowsTheTripOrNot() throws Exception {
    var lent =
        new Lent(services -> {
          feed = feed(services);
          app = new ToggoApp(settings(), ToggoApp.channels("/ws"), feed);
          return List.of(app.endpoint(), feed.endpoint());
        });
    try (Gateway gateway = Gateway.builder().lanes(1).app(lent).start()) {
      app.start(lent.services());
      gateway.store().addScored("members:t1", 0, ANN);
      gateway.store().addScored("members:t1", 0, BEN);

      publish(gateway, "{\"topic\":\"comment.created\",\"data\":{\"n\":1.10}}");
      publish(
          gateway,
          "{\"id\":\"e1\",\"topic\":\"comment.created\",\"extra\":1,\"data\":{\"n\":1.10},"
              + "\"actor_id\":\""
              + ANN
              + "\"}");

      await().until(() -> gateway.store().get("activity:event:e1") != null);
      await().untilAsserted(() -> assertThat(get(gateway, feed, BEN)).isNotEqualTo("[]"));
      assertThat(get(gateway, feed, BEN))
          .isEqualTo(
              "[{\"id\":\"e1\",\"topic\":\"comment.created\",\"trip_id\":\"t1\",\"actor_id\":\""
                  + ANN
                  + "\",\"data\":{\"n\":1.10},\"timestamp\":\"0001-01-01T00:00:00Z\"}]");
      assertThat(get(gateway, feed, ANN)).isEqualTo("[]");
    }
  }

  private static ToggoFeed feed(Services services) {
    return new ToggoFeed(
        FeedSettings.defaults(),
        new MembersSettings(new MembersSettings.Key("members:{trip}"), Duration.ofSeconds(10), 100),
        OriginPolicy.allowAny(),
        KEY,
        services);
  }

  private static void publish(Gateway gateway, String event) {
    gateway.publish("trip:t1", event.getBytes(StandardCharsets.UTF_8)).toCompletableFuture().join();
  }

  private static String get(Gateway gateway, ToggoFeed feed, String user) throws Exception {
    byte[] key = KEY.value().getBytes(StandardCharsets.UTF_8);
    String token =
        new JwtSigner(key, Clock.system()).sign(Map.of("sub", user), Duration.ofMinutes(1));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:"
                              + gateway.port(feed.endpoint())
                              + "/api/v1/trips/t1/activity"))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }

  private static ToggoSettings settings() {
    var nothing = new TopicSet(List.of());
    return new ToggoSettings(
        new ToggoSettings.Access(Auth.OFF, null, true, null),
        new ToggoSettings.Intake(false, 65_536, 32, TripMismatch.CHANNEL, TopicCheck.OFF, nothing),
        new ToggoSettings.Batching(Duration.ofMillis(200), 5000, 1 << 20, Collapse.STATES, nothing),
        null,
        5);
  }
}

package dev.carillon.server.apps.toggo.feed;

import static dev.carillon.server.apps.toggo.feed.Happened.ANN;
import static dev.carillon.server.apps.toggo.feed.Happened.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.App;
import dev.carillon.Gateway;
import dev.carillon.auth.JwtSigner;
import dev.carillon.core.Clock;
import dev.carillon.server.apps.toggo.ToggoSection;
import dev.carillon.server.apps.toggo.ToggoType;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.config.Secret;
import dev.carillon.server.support.Configured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The feed beside the app, on one port.
class ToggoFeedTest {
  private static final Secret KEY = new Secret("a key for tests, long enough");

  @Test
  void whatServicesPublishIsInTheFeedWhetherSomebodyFollowsTheTripOrNot() throws Exception {
    try (Gateway gateway = Gateway.builder().lanes(1).app(app()).start()) {
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
      await().untilAsserted(() -> assertThat(get(gateway, BEN)).isNotEqualTo("[]"));
      assertThat(get(gateway, BEN))
          .isEqualTo(
              "[{\"id\":\"e1\",\"topic\":\"comment.created\",\"trip_id\":\"t1\",\"actor_id\":\""
                  + ANN
                  + "\",\"data\":{\"n\":1.10},\"timestamp\":\"0001-01-01T00:00:00Z\"}]");
      assertThat(get(gateway, ANN)).isEqualTo("[]");
    }
  }

  private static void publish(Gateway gateway, String event) {
    gateway.publish("trip:t1", event.getBytes(StandardCharsets.UTF_8)).toCompletableFuture().join();
  }

  private static String get(Gateway gateway, String user) throws Exception {
    byte[] key = KEY.value().getBytes(StandardCharsets.UTF_8);
    String token =
        new JwtSigner(key, Clock.system()).sign(Map.of("sub", user), Duration.ofMinutes(1));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:"
                              + gateway.addresses().getFirst().uri().getPort()
                              + "/api/v1/trips/t1/activity"))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }

  private static App app() throws ConfigException {
    var type = new ToggoType();
    ToggoSection settings =
        Configured.read(
                type,
                new ConfigInput(
                    List.of("toggo"),
                    null,
                    Map.of(
                        "apps.toggo.bind", "127.0.0.1",
                        "apps.toggo.port", "0",
                        "apps.toggo.jwt-secret", KEY.value(),
                        "apps.toggo.feed", "true",
                        "apps.toggo.feed-members-key", "members:{trip}",
                        "apps.toggo.feed-max-members", "100"),
                    Map.of()))
            .app();
    return type.app(
        settings,
        url -> {
          throw new AssertionError("no other link");
        });
  }
}

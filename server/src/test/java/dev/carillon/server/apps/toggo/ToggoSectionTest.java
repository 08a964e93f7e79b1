package dev.carillon.server.apps.toggo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.server.apps.toggo.ToggoSettings.Auth;
import dev.carillon.server.apps.toggo.ToggoSettings.Collapse;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.support.Configured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToggoSectionTest {

  @Test
  void withNothingSetItIsWhatWasThereBefore() throws ConfigException {
    ToggoSection toggo = toggo(Map.of(), Map.of());

    assertThat(toggo.port).isEqualTo(8000);
    assertThat(toggo.path).isEqualTo("/ws");
    assertThat(toggo.allowedOrigins).containsExactly("*");
    assertThat(toggo.auth).isEqualTo(Auth.OFF);
    assertThat(toggo.trips().access().members()).isNull();
    assertThat(toggo.trips().snapshot()).isNull();
    assertThat(toggo.trips().intake().pattern()).isFalse();
    assertThat(toggo.topicsKnown).hasSize(20);
    assertThat(toggo.batchWindow).isEqualTo(Duration.ofMillis(200));
    assertThat(toggo.collapseTopics)
        .containsExactly(
            "*.updated", "poll.vote_added", "poll.vote_removed", "poll.ranking_submitted");
    assertThat(toggo.maxPayload).isEqualTo(65_536);
  }

  @Test
  void allOfItCanStandInAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("my.yaml");
    Files.writeString(
        file,
        """
        apps:
          toggo:
            auth: optional
            jwt-secret: opensesame
            membership: { url: "https://api.example/trips/{trip}/members/{user}?x=1", secret: mellon }
            collapse: off
            collapse-topics: ["*.updated", "poll.*"]
            topics: { check: refuse, known: [a.b] }
            subscriptions: pattern
            snapshot: on
            snapshot-age: 1h
        """);

    var config =
        Configured.read(new ToggoType(), new ConfigInput(List.of(), file, Map.of(), Map.of()));

    ToggoSection toggo = config.app();
    assertThat(requireNonNull(toggo.membershipUrl)).contains("{trip}");
    assertThat(toggo.collapse).isEqualTo(Collapse.OFF);
    assertThat(toggo.collapseTopics).containsExactly("*.updated", "poll.*");
    assertThat(toggo.topicsKnown).containsExactly("a.b");
    assertThat(toggo.trips().intake().pattern()).isTrue();
    assertThat(requireNonNull(toggo.trips().snapshot()).maxAge()).isEqualTo(Duration.ofHours(1));
    assertThat(toggo.trips().toString()).doesNotContain("opensesame", "mellon");
  }

  @Test
  void whoIsToShowATokenNeedsAKeyToItAndMembershipNeedsTokens() {
    assertThatThrownBy(() -> toggo(Map.of("apps.toggo.auth", "required"), Map.of()))
        .hasMessageContaining("apps.toggo.jwt-secret: not set");
    assertThatThrownBy(
            () -> toggo(Map.of("apps.toggo.membership.key", "m:{trip}:{user}"), Map.of()))
        .hasMessageContaining("apps.toggo.auth: off, so that nobody knows");
    assertThatThrownBy(() ->
            toggo(
                Map.of(
                    "apps.toggo.auth", "required",
                    "apps.toggo.jwt-secret", "x",
                    "apps.toggo.membership.key", "m:{trip}:{user}",
                    "apps.toggo.membership.url", "http://a/{trip}/{user}"),
                Map.of()))
        .hasMessageContaining("set together with apps.toggo.membership.url");
  }

  @Test
  void theFeedNeedsAKeyToTokensAndOneWayToKnowMembers() throws ConfigException {
    String on = "apps.toggo.feed";
    assertThat(toggo(Map.of(), Map.of()).feed.isOn()).isFalse();
    assertThatThrownBy(() -> toggo(Map.of(on, "true"), Map.of()))
        .hasMessageContaining("apps.toggo.jwt-secret: not set")
        .hasMessageContaining("nothing says who is on a trip");
    assertThatThrownBy(() ->
            toggo(
                Map.of(
                    on,
                    "true",
                    "apps.toggo.jwt-secret",
                    "x",
                    "apps.toggo.feed-members-key",
                    "m:{trip}",
                    "apps.toggo.feed-members-url",
                    "http://a/{trip}"),
                Map.of()))
        .hasMessageContaining("set together with apps.toggo.feed-members-url");
    ToggoSection whole =
        toggo(
            Map.of(
                on,
                "true",
                "apps.toggo.jwt-secret",
                "x",
                "apps.toggo.feed-members-key",
                "m:{trip}"),
            Map.of());
    assertThat(whole.feed.isOn()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api/{trip}",
        "http://api/{user}",
        "http://{trip}/{user}",
        "http://api:{user}/{trip}",
        "http://user@api/{trip}/{user}",
        "ftp://api/{trip}/{user}",
        "http://api/{trip}/{user}/{other}",
        "http://api/{trip}/{user}#x",
        "http://api/ {trip}{user}"
      })
  void aUrlHasBothPlacesBehindItsHost(String url) {
    assertThatThrownBy(() -> toggo(Map.of("apps.toggo.membership.url", url), Map.of()))
        .hasMessageContaining("apps.toggo.membership.url (--set): not of the right form");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "a.*.b", "a b", "a,,b", "**"})
  void topicsHaveAStarAtOneEndAtMost(String topics) {
    assertThatThrownBy(() -> toggo(Map.of("apps.toggo.collapse-topics", topics), Map.of()))
        .hasMessageContaining("apps.toggo.collapse-topics (--set): not of the right form");
  }

  @ParameterizedTest
  @CsvSource({
    "cache:7000, '', '', '', redis://cache:7000/0",
    "cache:7000, 2, true, secret, rediss://cache:7000/2",
    "cache:7000, 2, false, '', redis://cache:7000/2",
    "'', 3, '', '', redis://localhost:6379/3",
    "'', '', '', secret, redis://localhost:6379/0"
  })
  void theRedisOfTheReplacedServerIsFound(
      String address, String database, String tls, String password, String url)
      throws ConfigException {
    var redis =
        read(
                Map.of(),
                Map.of(
                    "REDIS_ADDRESS", address,
                    "REDIS_DB", database,
                    "REDIS_TLS", tls,
                    "REDIS_PASSWORD", password))
            .server()
            .redis;

    assertThat(requireNonNull(redis.url).value()).isEqualTo(url);
    assertThat(redis.password == null ? "" : redis.password.value()).isEqualTo(password);
  }

  @Test
  void theOtherVariablesOfTheReplacedServerWorkUnchanged() throws ConfigException {
    var config = read(Map.of(), Map.of("APP_PORT", "8080", "JWT_SIGNING_KEY", "opensesame"));

    ToggoSection toggo = config.app();
    assertThat(toggo.port).isEqualTo(8080);
    assertThat(requireNonNull(toggo.jwtSecret).value()).isEqualTo("opensesame");
    assertThat(config.server().redis.url).isNull();
    assertThat(config.configuration().notices())
        .containsExactly("environment of the replaced server used: APP_PORT, JWT_SIGNING_KEY");
  }

  @Test
  void whatIsWrongInAVariableIsToldByItsName() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("REDIS_ADDRESS", "cache", "REDIS_DB", "-1")))
        .hasMessageContaining("redis.url (REDIS_ADDRESS, REDIS_DB): ");
  }

  private static ToggoSection toggo(Map<String, String> settings, Map<String, String> environment)
      throws ConfigException {
    return read(settings, environment).app();
  }

  private static Configured<ToggoSection> read(
      Map<String, String> settings, Map<String, String> environment) throws ConfigException {
    return Configured.read(
        new ToggoType(), new ConfigInput(List.of("toggo"), null, settings, environment));
  }
}

package dev.carillon.server.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class ToggoConfigTest {

  @Test
  void withNothingSetItIsWhatWasThereBefore() throws ConfigException {
    ToggoConfig toggo = toggo(Map.of(), Map.of());

    assertThat(toggo.port()).isEqualTo(8000);
    assertThat(toggo.path()).isEqualTo("/ws");
    assertThat(toggo.allowedOrigins()).containsExactly("*");
    assertThat(toggo.auth()).isEqualTo("off");
    assertThat(toggo.membership()).isNull();
    assertThat(toggo.snapshot()).isNull();
    assertThat(toggo.pattern()).isFalse();
    assertThat(toggo.topicsKnown()).hasSize(20);
    assertThat(toggo.batch().window()).isEqualTo(Duration.ofMillis(200));
    assertThat(toggo.batch().states())
        .containsExactly(
            "*.updated", "poll.vote_added", "poll.vote_removed", "poll.ranking_submitted");
    assertThat(toggo.limits().payload()).isEqualTo(65_536);
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

    var config = Configuration.read(new ConfigInput(List.of(), file, Map.of(), Map.of()));

    ToggoConfig toggo = requireNonNull(config.server().apps().toggo());
    assertThat(requireNonNull(toggo.membership()).url()).contains("{trip}");
    assertThat(toggo.batch().collapse()).isEqualTo("off");
    assertThat(toggo.batch().states()).containsExactly("*.updated", "poll.*");
    assertThat(toggo.topicsKnown()).containsExactly("a.b");
    assertThat(toggo.pattern()).isTrue();
    assertThat(requireNonNull(toggo.snapshot()).age()).isEqualTo(Duration.ofHours(1));
    assertThat(toggo.toString()).doesNotContain("opensesame", "mellon");
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
    assertThat(toggo(Map.of(), Map.of()).feed()).isNull();
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
    ToggoConfig whole =
        toggo(
            Map.of(
                on,
                "true",
                "apps.toggo.jwt-secret",
                "x",
                "apps.toggo.feed-members-key",
                "m:{trip}"),
            Map.of());
    assertThat(requireNonNull(whole.feed()).topics()).hasSize(7);
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
            .redis();

    assertThat(requireNonNull(redis.url()).value()).isEqualTo(url);
    assertThat(redis.password() == null ? "" : redis.password().value()).isEqualTo(password);
  }

  @Test
  void theOtherVariablesOfTheReplacedServerWorkUnchanged() throws ConfigException {
    var config = read(Map.of(), Map.of("APP_PORT", "8080", "JWT_SIGNING_KEY", "opensesame"));

    ToggoConfig toggo = requireNonNull(config.server().apps().toggo());
    assertThat(toggo.port()).isEqualTo(8080);
    assertThat(requireNonNull(toggo.jwtSecret()).value()).isEqualTo("opensesame");
    assertThat(config.server().redis().url()).isNull();
    assertThat(config.notices())
        .containsExactly("environment of the replaced server used: APP_PORT, JWT_SIGNING_KEY");
  }

  @Test
  void whatIsWrongInAVariableIsToldByItsName() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("REDIS_ADDRESS", "cache", "REDIS_DB", "-1")))
        .hasMessageContaining("redis.url (REDIS_ADDRESS, REDIS_DB): ");
  }

  private static ToggoConfig toggo(Map<String, String> settings, Map<String, String> environment)
      throws ConfigException {
    return requireNonNull(read(settings, environment).server().apps().toggo());
  }

  private static Configuration read(Map<String, String> settings, Map<String, String> environment)
      throws ConfigException {
    return Configuration.read(new ConfigInput(List.of("toggo"), null, settings, environment));
  }
}

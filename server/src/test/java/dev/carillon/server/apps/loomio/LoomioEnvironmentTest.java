package dev.carillon.server.apps.loomio;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.support.Configured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoomioEnvironmentTest {

  @Test
  void theVariablesOfTheReplacedServerWorkUnchanged() throws ConfigException {
    var config =
        read(
            Map.of(
                "PORT", "5050",
                "REDIS_URL", "redis://:opensesame@cache:6379/0",
                "PUBLIC_APP_URL", "https://loomio.example/",
                "SENTRY_DSN", "https://opensesame@sentry.example/1"),
            "loomio");

    var records = config.app().records;
    assertThat(records.port).isEqualTo(5050);
    assertThat(records.allowedOrigins).containsExactly("https://loomio.example");
    assertThat(requireNonNull(config.server().redis.url).value())
        .isEqualTo("redis://:opensesame@cache:6379/0");
    assertThat(config.configuration().notices())
        .containsExactly(
            "environment of the replaced server used: PORT, REDIS_URL, PUBLIC_APP_URL",
            "SENTRY_DSN ignored: errors are logged and counted, not sent anywhere");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, b.example, channels.c.example, https://a.example",
    "'', b.example, channels.c.example, https://b.example",
    "'', '', channels.c.example, https://c.example",
    "'', '', c.example, https://c.example",
    "http://localhost:3000, '', '', http://localhost:3000"
  })
  void oneOriginIsAllowed(String app, String canonical, String virtual, String expected)
      throws ConfigException {
    var config =
        read(
            Map.of("PUBLIC_APP_URL", app, "CANONICAL_HOST", canonical, "VIRTUAL_HOST", virtual),
            "loomio");

    assertThat(config.app().records.allowedOrigins).containsExactly(expected);
  }

  @Test
  void amongSeveralAppsTheyDoNotCount() throws ConfigException {
    var config = read(Map.of("PORT", "5050"), "loomio", "echo");

    assertThat(config.app().records.port).isEqualTo(5000);
    assertThat(config.configuration().notices()).isEmpty();
  }

  @Test
  void whatIsWrongIsToldByTheNameOfTheVariable() {
    assertThatThrownBy(() -> read(Map.of("PORT", "http"), "loomio"))
        .hasMessageContaining("apps.loomio.records.port (PORT): not a whole number");
  }

  private static Configured<LoomioSettings> read(Map<String, String> environment, String... apps)
      throws ConfigException {
    return Configured.read(
        new LoomioType(), new ConfigInput(List.of(apps), null, Map.of(), environment));
  }
}

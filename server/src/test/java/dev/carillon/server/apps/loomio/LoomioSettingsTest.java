package dev.carillon.server.apps.loomio;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.support.Configured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoomioSettingsTest {
  @TempDir Path folder;

  @Test
  void nothingButAnAppsNameGivesTheDefaults() throws ConfigException {
    LoomioSettings loomio = read("loomio").app();

    assertThat(loomio.records.port).isEqualTo(5000);
    assertThat(loomio.records.recoveryWindow).isEqualTo(Duration.ofMinutes(30));
    assertThat(loomio.records.maxPayload).isEqualTo(1_000_000);
    assertThat(loomio.records.allowedOrigins).isEmpty();
    assertThat(loomio.bots.enabled).isTrue();
    assertThat(read("loomio").configuration().served()).containsExactly("loomio");
    assertThat(read("loomio").server().redis.url).isNull();
  }

  @Test
  void readsTheFile() throws Exception {
    Path file = folder.resolve("carillon.yaml");
    Files.writeString(
        file,
        """
        redis: { url: "redis://cache:6380/2" }
        ops:
          port: 9500
        apps:
          loomio:
            records:
              allowed-origins: ["https://Loomio.example", "https://other.example:443/"]
              recovery-window: 90s
              recovery-max-bytes: 128MiB
        """);

    var config =
        Configured.read(new LoomioType(), new ConfigInput(List.of(), file, Map.of(), Map.of()));
    var server = config.server();
    var records = config.app().records;

    assertThat(requireNonNull(server.redis.url).value()).isEqualTo("redis://cache:6380/2");
    assertThat(server.ops.port).isEqualTo(9500);
    assertThat(records.allowedOrigins)
        .isEqualTo(Set.of("https://loomio.example", "https://other.example"));
    assertThat(records.recoveryWindow).isEqualTo(Duration.ofSeconds(90));
    assertThat(records.recoveryMaxBytes).isEqualTo(128L << 20);
  }

  @ParameterizedTest
  @CsvSource({"300ms,300", "30m,1800000", "2h,7200000", "25s,25000", "250,250", "1d,86400000"})
  void durationsCarryUnits(String text, long millis) throws ConfigException {
    var set = Map.of("apps.loomio.records.recovery-window", text);
    var config =
        Configured.read(new LoomioType(), new ConfigInput(List.of("loomio"), null, set, Map.of()));

    assertThat(config.app().records.recoveryWindow).isEqualTo(Duration.ofMillis(millis));
  }

  private static Configured<LoomioSettings> read(String... apps) throws ConfigException {
    return Configured.read(
        new LoomioType(), new ConfigInput(List.of(apps), null, Map.of(), Map.of()));
  }
}

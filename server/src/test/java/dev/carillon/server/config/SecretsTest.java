package dev.carillon.server.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @TempDir Path folder;

  @Test
  void aSecretIsReadFromItsFileWithoutTheLineEnd() throws Exception {
    var config = read(Map.of("ops.key-file", file("opensesame\n")));

    assertThat(requireNonNull(config.server().ops.key).value()).isEqualTo("opensesame");
  }

  @Test
  void theFileMayBeNamedByAVariable() throws Exception {
    var environment = Map.of("CARILLON_REDIS_PASSWORD_FILE", file("opensesame"));
    var config =
        ServerConfig.read(
            AppTypes.onClassPath(), new ConfigInput(List.of("echo"), null, Map.of(), environment));

    assertThat(requireNonNull(config.server().redis.password).value()).isEqualTo("opensesame");
  }

  @Test
  void bothFormsTogetherAreAProblem() throws IOException {
    var settings = Map.of("ops.key", "opensesame", "ops.key-file", file("other"));

    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ops.key (--set): set together with ops.key-file")
        .hasMessageNotContaining("opensesame");
  }

  @Test
  void aFileThatIsEmptyOrNotThereIsAProblem() throws IOException {
    String empty = file(" \n");

    assertThatThrownBy(() -> read(Map.of("ops.key-file", empty))).hasMessageContaining("is empty");
    assertThatThrownBy(() -> read(Map.of("ops.key-file", empty + "x")))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void noSecretIsShown() throws Exception {
    var settings =
        Map.of(
            "ops.key", "opensesame1",
            "redis.password", "opensesame2",
            "redis.url", "redis://ann:opensesame3@cache:6379/1",
            "apps.loomio.bots.redis-url", "rediss://:opensesame5@bots");

    var config = read(settings);

    assertThat(config.lines().toString())
        .doesNotContain("opensesame")
        .contains("redis://cache:6379/1", "rediss://bots:6379");
    assertThat(config.server().ops.key + " " + config.server().redis.link())
        .contains("cache")
        .doesNotContain("opensesame");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://:opensesame@x",
        "redis://:opensesame@x/abc",
        "redis://:opensesame@",
        "opensesame"
      })
  void aUrlThatIsRefusedIsNotQuoted(String url) {
    assertThatThrownBy(() -> read(Map.of("redis.url", url)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("redis.url")
        .hasMessageNotContaining("opensesame");
  }

  private static ServerConfig read(Map<String, String> settings) throws ConfigException {
    return ServerConfig.read(
        AppTypes.onClassPath(), new ConfigInput(List.of("echo"), null, settings, Map.of()));
  }

  private String file(String content) throws IOException {
    return Files.writeString(folder.resolve("secret"), content).toString();
  }
}

package dev.carillon.server.apps.eclipse;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.server.ServerSettings.Log.Level;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.support.Configured;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EclipseSettingsTest {
  private static final Map<String, String> REPLACED =
      Map.of(
          "PORT", "8081",
          "JWT_SECRET", "opensesame",
          "REDIS_URL", "rediss://default:pw@cache:6379",
          "INTERNAL_API_SECRET", "opensesame too",
          "NEXT_API_URL", "https://app.example/base/",
          "NODE_ENV", "production",
          "LOG_LEVEL", "WARN");

  @Test
  void theVariablesOfTheReplacedServerWorkUnchanged() throws ConfigException {
    var config = read(REPLACED, Map.of(), "eclipse");

    EclipseSettings eclipse = config.app();
    assertThat(eclipse.port).isEqualTo(8081);
    assertThat(eclipse.jwtSecret.value()).isEqualTo("opensesame");
    assertThat(eclipse.apiSecret.value()).isEqualTo("opensesame too");
    assertThat(eclipse.apiUrl).isEqualTo(URI.create("https://app.example/base"));
    assertThat(requireNonNull(config.server().redis.url).value())
        .isEqualTo("rediss://default:pw@cache:6379");
    assertThat(config.server().log.level).isEqualTo(Level.WARN);
    assertThat(config.configuration().notices())
        .containsExactly(
            "environment of the replaced server used: "
                + "PORT, JWT_SECRET, REDIS_URL, INTERNAL_API_SECRET, NEXT_API_URL, LOG_LEVEL");
    assertThat(config.toString()).doesNotContain("opensesame");
  }

  @Test
  void amongSeveralAppsTheyDoNotCount() {
    assertThatThrownBy(() -> read(REPLACED, Map.of(), "eclipse", "echo"))
        .hasMessageContaining("apps.eclipse.jwt-secret: not set");
  }

  @Test
  void allThatIsMissingOrAPlaceholderIsToldAtOnce() {
    assertThatThrownBy(() -> read(Map.of("PORT", "x"), Map.of(), "eclipse"))
        .hasMessageContaining("apps.eclipse.port (PORT): not a whole number")
        .hasMessageContaining("apps.eclipse.jwt-secret: not set")
        .hasMessageContaining("apps.eclipse.api-secret: not set");
    var placeholders =
        Map.of(
            "JWT_SECRET", "your-jwt-secret-here",
            "INTERNAL_API_SECRET", "your-internal-api-secret-here");
    assertThatThrownBy(() -> read(placeholders, Map.of(), "eclipse"))
        .hasMessageContaining("apps.eclipse.jwt-secret (JWT_SECRET): the placeholder")
        .hasMessageContaining("apps.eclipse.api-secret (INTERNAL_API_SECRET): the placeholder");
  }

  @Test
  void secretsMayComeFromFilesAndAreNotAskedForWhenAnotherAppIsServed(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "opensesame\n");
    var files =
        Map.of(
            "apps.eclipse.jwt-secret-file", file.toString(),
            "apps.eclipse.api-secret-file", file.toString());

    var config = read(Map.of(), files, "eclipse");
    assertThat(config.app().jwtSecret.value()).isEqualTo("opensesame");
    assertThat(read(Map.of(), Map.of(), "echo").configuration().served()).containsExactly("echo");

    var gone = Map.of("apps.eclipse.jwt-secret-file", folder.resolve("gone").toString());
    assertThatThrownBy(() -> read(Map.of("INTERNAL_API_SECRET", "x"), gone, "eclipse"))
        .hasMessageContaining("jwt-secret-file (--set): the file cannot be read")
        .hasMessageNotContaining("not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example",
        "ftp://app.example",
        "http://",
        "http://u:p@h",
        "http://h?x",
        "a b"
      })
  void theAddressOfTheWebAppIsChecked(String url) {
    var settings =
        Map.of(
            "apps.eclipse.jwt-secret",
            "x",
            "apps.eclipse.api-secret",
            "x",
            "apps.eclipse.api-url",
            url);
    assertThatThrownBy(() -> read(Map.of(), settings, "eclipse"))
        .hasMessageContaining("apps.eclipse.api-url (--set): ");
  }

  private static Configured<EclipseSettings> read(
      Map<String, String> environment, Map<String, String> settings, String... apps)
      throws ConfigException {
    return Configured.read(
        new EclipseType(), new ConfigInput(List.of(apps), null, settings, environment));
  }
}

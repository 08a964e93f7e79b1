package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Somebody's own app, which this repository does not know: compiled elsewhere, put on the class path of
/// the program, configured, served.
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class OwnAppTest {
  private static final Path SOURCES = Path.of("..", "examples", "own-app");
  private static final String SERVICE = "META-INF/services/dev.carillon.server.apps.AppType";

  @TempDir Path folder;

  @Test
  void isServedWithItsOwnSectionOfTheConfiguration() throws Exception {
    compile();
    Path file = Files.writeString(folder.resolve("my.yaml"), "apps: { mine: { pause: 90s } }\n");
    Process process =
        start(
            "serve",
            "--config",
            file.toString(),
            "--set",
            "ops.port=0",
            "--set",
            "apps.mine.port=0");
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      while (line != null && !line.contains("listening mine ")) {
        line = output.readLine();
      }
      assertThat(line).as("the line that says where mine is").isNotNull();
      String url = line.substring(line.indexOf("http://")).strip() + "?EIO=4&transport=polling";

      assertThat(greeting(url)).isEqualTo("42[\"wait\",90]");
    } finally {
      process.toHandle().destroy();
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void isCheckedLikeTheOthers() throws Exception {
    compile();

    assertThat(
            output(
                2,
                "check-config",
                "mine",
                "--set",
                "apps.mine.pause=2h",
                "--set",
                "apps.mine.prt=1"))
        .contains(
            "apps.mine.pause (--set): out of range; allowed: 1s to 1h",
            "apps.mine.prt (--set): unknown key; did you mean apps.mine.port?");
    assertThat(output(0, "check-config", "mine")).contains("apps.mine.pause: 10s\n");
    assertThat(output(0, "keys")).contains("### apps.mine\n", "`CARILLON_APPS_MINE_PAUSE`");
    assertThat(output(2, "serve", "yours"))
        .contains("yours: unknown app; allowed: loomio, toggo, eclipse, curia, echo, mine");
  }

  @Test
  void oneThatCannotBeMadeIsToldInWords() throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.carillon.server.apps.AppType"), "mine.Gone\n");

    assertThat(output(2, "check-config", "echo"))
        .contains("carillon: an app on the class path cannot be used: ", "mine.Gone")
        .doesNotContain("\tat ");
  }

  /// As a build elsewhere would.
  private void compile() throws IOException {
    var said = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                SOURCES.resolve("mine/Mine.java").toString());
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
    Files.createDirectories(folder.resolve("META-INF/services"));
    Files.copy(SOURCES.resolve(SERVICE), folder.resolve(SERVICE));
  }

  private Process start(String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path") + File.pathSeparator + folder);
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("CARILLON_"));
    return builder.start();
  }

  private String output(int expected, String... args) throws Exception {
    Process process = start(args);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(expected);
    return output;
  }

  /// Connects to the main namespace, and returns the first event.
  private static String greeting(String url) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      String opened = send(http, HttpRequest.newBuilder(URI.create(url)));
      URI session =
          URI.create(url + "&sid=" + opened.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1"));
      send(http, HttpRequest.newBuilder(session).POST(BodyPublishers.ofString("40")));
      String packets = send(http, HttpRequest.newBuilder(session));
      while (!packets.contains("42[")) {
        packets = send(http, HttpRequest.newBuilder(session));
      }
      return packets.substring(packets.indexOf("42["));
    }
  }

  private static String send(HttpClient http, HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString()).body();
  }
}

package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs the launcher against folders that look like a JDK and like a finished build.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @Test
  void aNamedJdkOfAnotherVersionIsRefused() throws Exception {
    String output = launch(2, jdk("old", "17.0.15"), "version");

    assertThat(output)
        .isEqualTo(
            "carillon: CARILLON_JAVA_HOME is "
                + folder.resolve("old")
                + ", and there is no JDK 25 in it\n");
  }

  @Test
  void aNamedFolderWithoutJdkIsRefused() throws Exception {
    assertThat(launch(2, Files.createDirectory(folder.resolve("empty")), "version"))
        .contains("there is no JDK 25 in it");
  }

  @Test
  void becomesTheJvmWithAllArgumentsUnchanged() throws Exception {
    String output = launch(7, jdk("new", "25.0.3"), "serve", "a b", "--set", "k=*");

    assertThat(output.lines())
        .contains("-XX:+UseCompactObjectHeaders", "-Dmine=1", "dev.carillon.server.cli.Main")
        .endsWith("serve", "a b", "--set", "k=*");
  }

  @Test
  void theDemoIsToldWhereItsClientIs() throws Exception {
    Path bundle =
        folder.resolve(
            "installed/server/target/demo-client/node_modules/socket.io-client/dist/"
                + "socket.io.esm.min.js");
    Path java = jdk("new", "25.0.3");

    assertThat(launch(7, java, "demo")).doesNotContain("carillon.demo.client");

    Files.createDirectories(bundle.getParent());
    Files.writeString(bundle, "export {};");
    assertThat(launch(7, java, "demo").lines())
        .contains("-Dcarillon.demo.client=" + bundle.toRealPath());
    assertThat(launch(7, java, "serve")).doesNotContain("carillon.demo.client");
  }

  @Test
  void appsOfOnesOwnAreBehindTheServerOnTheClassPath() throws Exception {
    Path java = jdk("new", "25.0.3");
    environment.put("CARILLON_CLASS_PATH", "/my apps/mine.jar:/other");

    String output = launch(7, java, "serve", "mine");

    Path server = folder.toRealPath().resolve("installed/server/target");
    assertThat(output.lines())
        .contains(server + "/carillon-server.jar:" + server + "/lib/*:/my apps/mine.jar:/other");
  }

  @Test
  void pathsOfOnesOwnThatAreNotThereAreNamed() throws Exception {
    Path java = jdk("new", "25.0.3");
    Path there = Files.createDirectory(folder.resolve("my apps"));
    environment.put("CARILLON_CLASS_PATH", there + ":/nowhere/mine.jar::" + there + "/*");

    assertThat(launch(7, java, "serve", "mine").lines())
        .filteredOn(line -> line.startsWith("carillon: "))
        .containsExactly(
            "carillon: CARILLON_CLASS_PATH names /nowhere/mine.jar, and there is nothing");
  }

  @Test
  void theJvmIsTrainedOnceForEachBuild() throws Exception {
    Path java = jdk("new", "25.0.3");
    Path target = folder.resolve("installed/server/target");
    Files.createDirectories(target.resolve("lib"));
    Path jar = Files.writeString(target.resolve("carillon-server.jar"), "one build");
    String said = "carillon: preparing quick starts, which takes some seconds once for each build";

    assertThat(launch(7, java, "version")).doesNotContain("AOTCache", said);
    String first = launch(7, java, "serve", "echo");
    assertThat(first.lines()).contains(said).anyMatch(line -> line.startsWith("-XX:AOTCache="));
    assertThat(launch(7, java, "serve", "echo")).contains("-XX:AOTCache=").doesNotContain(said);
    Files.writeString(jar, "another build");
    assertThat(launch(7, java, "demo").lines()).contains(said);
    try (var files = Files.list(target)) {
      assertThat(files.filter(file -> file.toString().endsWith(".aot"))).hasSize(1);
    }
    environment.put("CARILLON_AOT", "off");
    assertThat(launch(7, java, "serve", "echo")).doesNotContain("AOTCache");
  }

  @Test
  void aJvmThatCannotBeTrainedStartsWithoutAndIsNotAskedAgain() throws Exception {
    Path java = jdk("new", "25.0.3");
    Path target = folder.resolve("installed/server/target");
    Files.createDirectories(target.resolve("lib"));
    Files.writeString(target.resolve("carillon-server.jar"), "one build");
    environment.put("UNTEACHABLE", "1");

    assertThat(launch(7, java, "serve", "echo"))
        .contains("carillon: that did not work, so starts are slower\n")
        .doesNotContain("-XX:AOTCache=");
    assertThat(launch(7, java, "serve", "echo")).doesNotContain("carillon: ");
  }

  /// A `java` that prints its arguments, one per line, and ends with 7; unless it is to be trained.
  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for word in "$@"; do
          case $word in
            -XX:AOTCacheOutput=*)
              [ -z "${UNTEACHABLE:-}" ] || exit 1
              echo learned >"${word#*=}"
              exit 0
              ;;
          esac
        done
        printf '%s\\n' "$@"
        exit 7
        """);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return home;
  }

  /// Runs the launcher through a link from elsewhere, beside no sources, so that nothing is built.
  private String launch(int expected, Path javaHome, String... args) throws Exception {
    Path installed = Files.createDirectories(folder.resolve("installed")).resolve("carillon");
    if (Files.notExists(installed)) {
      Files.copy(Path.of("..", "carillon"), installed, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path link = folder.resolve("link");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("installed", "carillon"));
    var command = new ArrayList<String>();
    command.add(link.toString());
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("CARILLON_JAVA_HOME", javaHome.toString());
    builder.environment().put("CARILLON_JAVA_OPTS", "-Dmine=1");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(expected);
    return output;
  }
}

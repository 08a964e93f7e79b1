package dev.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import redis.embedded.RedisExecProvider;
import tools.jackson.databind.json.JsonMapper;

/// One file of JavaScript tests, run by Node's own test runner in a child process.
///
/// The child starts the gateway, and a Redis where it needs one, as processes of their own.
final class NodeFile {

  private static final Path CLIENTS = Path.of("clients").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final JsonMapper JSON = new JsonMapper();

  private final String file;

  NodeFile(String file) {
    this.file = file;
  }

  /// Runs the file and returns its tests, each with the end that it came to.
  ///
  /// @throws AssertionError when the run as a whole failed: no test ran, it took too long, or a
  ///     part outside any test broke
  Stream<DynamicNode> run() throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.isDirectory(CLIENTS.resolve("node_modules")), "npm is not installed");
    Path output = Files.createTempFile("interop", ".jsonl");
    Path errors = Files.createTempFile("interop", ".err");
    try {
      int exit = await(start(output, errors), errors);
      var outcomes = new ArrayList<Outcome>();
      for (String line : Files.readAllLines(output)) {
        // Whatever else a test prints is for the reader of the console.
        if (line.startsWith("{\"name\":")) {
          outcomes.add(JSON.readValue(line, Outcome.class));
        } else {
          System.out.println(line);
        }
      }
      assertThat(outcomes).as("tests of %s\n%s", file, tail(errors)).isNotEmpty();
      if (outcomes.stream().allMatch(Outcome::passed)) {
        assertThat(exit).as("exit code of %s\n%s", file, tail(errors)).isZero();
      }
      return outcomes.stream().map(Outcome::asTest);
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private Process start(Path output, Path errors) throws IOException {
    var node =
        new ProcessBuilder(
            "node",
            "--test",
            "--test-force-exit",
            "--test-reporter=./support/reporter.mjs",
            "--test-reporter-destination=stdout",
            file);
    node.directory(CLIENTS.toFile());
    node.redirectOutput(output.toFile()).redirectError(errors.toFile());
    Map<String, String> environment = node.environment();
    environment.put("SERVER_COMMAND", JSON.writeValueAsString(gatewayCommand()));
    environment.put("REDIS_SERVER_BINARY", RedisExecProvider.defaultProvider().get().getPath());
    return node.start();
  }

  /// The launcher's JVM options, this module's own class path, and no optimising compiler: these processes live for
  /// seconds, most of which it would take.
  private static List<String> gatewayCommand() {
    return List.of(
        Path.of(property("java.home"), "bin", "java").toString(),
        "-XX:+UseCompactObjectHeaders",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m",
        "-Dio.netty.leakDetection.level=advanced",
        "-cp",
        property("java.class.path"),
        "dev.carillon.server.cli.Main");
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }

  private int await(Process process, Path errors) throws IOException, InterruptedException {
    if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      return process.exitValue();
    }
    List<ProcessHandle> family = process.descendants().toList();
    process.destroyForcibly().waitFor();
    family.forEach(ProcessHandle::destroyForcibly);
    throw new AssertionError("%s took more than %s\n%s".formatted(file, LIMIT, tail(errors)));
  }

  private static String tail(Path errors) throws IOException {
    String text = Files.readString(errors, StandardCharsets.UTF_8);
    return text.substring(Math.max(0, text.length() - 4_000));
  }
}

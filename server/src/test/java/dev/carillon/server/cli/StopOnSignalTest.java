package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.support.LoggedNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A real process and a real signal: what a supervisor sees.
@DisabledOnOs(OS.WINDOWS)
class StopOnSignalTest {

  @Test
  void aProcessThatIsToldToStopDrainsAndEndsWithZero() throws Exception {
    Process process = start("0s");

    terminate(process);

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(rest(process)).contains("stopping", "draining", "stopped");
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void aStopThatFailsEndsWithOne() throws Exception {
    Process process = start("1s");

    terminate(process);

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(rest(process)).contains("cannot stop in order");
    assertThat(process.exitValue()).isEqualTo(1);
  }

  /// Starts the program below, and returns when it is ready.
  private static Process start(String drain) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Program.class.getName(),
                    drain))
            .redirectErrorStream(true)
            .start();
    var output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.contains("listening ops")) {
      line = output.readLine();
    }
    assertThat(line).as("the line that says that it listens").isNotNull();
    return process;
  }

  /// Sends SIGTERM; the process's own method would close its streams, too.
  private static void terminate(Process process) {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  private static String rest(Process process) {
    return String.join("\n", process.inputReader(StandardCharsets.UTF_8).lines().toList());
  }

  /// The command line with a node whose drain fails when it is given time.
  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      var node = new LoggedNode();
      node.atDrain(() -> {
        System.err.println("draining");
        if (!node.log().contains("drain PT0S")) {
          throw new IllegalStateException("no");
        }
      });
      var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      String[] serve = {"serve", "echo", "--set", "ops.port=0", "--set", "stop.drain=" + args[0]};
      System.exit(Main.run(serve, AppTypes.onClassPath(), Map.of(), node::start, out, out));
    }
  }
}

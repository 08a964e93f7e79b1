package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.apps.AppTypes;
import dev.carillon.support.RedisServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DoctorCommandTest {
  private final StringWriter out = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new DoctorCommand(AppTypes.onClassPath(), Map.of()))
        .setOut(new PrintWriter(out, true))
        .execute(args);
  }

  private static String free() throws Exception {
    try (var port = new ServerSocket(0)) {
      return Integer.toString(port.getLocalPort());
    }
  }

  @Test
  void healthyServerIsSaidToBeSo() throws Exception {
    String port = free();
    try (var redis = RedisServer.start()) {
      assertThat(
              run(
                  "echo",
                  "--set",
                  "ops.port=0",
                  "--set",
                  "apps.echo.port=" + port,
                  "--set",
                  "redis.url=redis://127.0.0.1:" + redis.port()))
          .isZero();
      assertThat(redis.call("DBSIZE")).isEqualTo(0L);
    }
    assertThat(out.toString().lines())
        .anyMatch(line -> line.startsWith("ok    java           25"))
        .contains(
            "ok    configuration  serves echo",
            "ok    %-13s  free, for apps.echo.port".formatted("port " + port))
        .anyMatch(line -> line.matches("(ok|warn) +descriptors +\\d+, which is enough for .*"))
        .anyMatch(line ->
            line.matches(
                "ok    redis          messages pass in [\\d.]+ ms, the store answers in"
                    + " [\\d.]+ ms"));
  }

  @Test
  void whatWillNotDoIsSaidWithTheKeyToChange() throws Exception {
    try (var taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      assertThat(
              run(
                  "echo",
                  "--set",
                  "ops.port=0",
                  "--set",
                  "apps.echo.port=" + port,
                  "--set",
                  "redis.url=redis://127.0.0.1:" + free()))
          .isEqualTo(1);
      assertThat(out.toString().lines())
          .contains(
              "fail  %-13s  in use; stop who listens there, or set apps.echo.port to another"
                  .formatted("port " + port),
              "fail  redis          redis.url: no messages pass within 5 s");
    }
  }

  @Test
  void mistakesOfTheConfigurationAreAllSaid() {
    assertThat(run("echo", "--set", "ops.prot=1", "--set", "redis.url=x")).isEqualTo(1);
    assertThat(out.toString())
        .contains("fail  configuration  configuration: 2 errors", "ops.prot", "redis.url");
  }
}

package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.server.GatewayNode;
import dev.carillon.server.Server;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.support.RedisServer;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// `publish` and `tail`, on a real Redis and without one.
class PublishCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object command, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(new Failures())
        .execute(args);
  }

  private int publish(String input, String... args) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return run(
        new PublishCommand(AppTypes.onClassPath(), Map.of(), new ByteArrayInputStream(bytes)),
        args);
  }

  @Test
  void whatIsPublishedIsHeardAsItIs() {
    try (var redis = RedisServer.start()) {
      String url = "redis.url=redis://127.0.0.1:" + redis.port();
      var tail = new TailCommand(AppTypes.onClassPath(), Map.of());
      var heard =
          CompletableFuture.supplyAsync(
              () -> run(tail, "note", "trip:*", "--count", "3", "--set", url));
      await().until(() -> redis.subscribers("note") == 1);
      await().until(() -> Objects.equals(redis.call("PUBSUB", "NUMPAT"), 1L));

      assertThat(publish("", "note", "{ \"a\": 1.0 }", "--set", url)).isZero();
      assertThat(publish("from a pipe\n", "trip:7", "-", "--set", url)).isZero();
      redis.call("PUBLISH", "note", "from elsewhere");

      assertThat(heard.orTimeout(10, TimeUnit.SECONDS).join()).isZero();
      assertThat(out.toString())
          .contains("published: 12 bytes on note", " note { \"a\": 1.0 }", " trip:7 from a pipe")
          .contains(" note from elsewhere");
      assertThat(err.toString()).contains("listening on note", "listening on trip:*");
    }
  }

  @Test
  void redisThatIsAwayIsTold() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(publish("", "note", "x", "--set", "redis.url=redis://127.0.0.1:" + port))
        .isEqualTo(1);
    assertThat(err.toString()).contains("not published: redis.url: no messages pass within 5 s");
  }

  @Test
  void withoutRedisTheOpsPortIsAsked() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String ops = "ops.port=" + port;
    assertThat(publish("", "note", "x", "--set", ops)).isEqualTo(1);
    assertThat(err.toString())
        .contains("no gateway answers on 127.0.0.1:" + port + " (ops.port), and no Redis");

    var config =
        ServerConfig.read(
            AppTypes.onClassPath(),
            new ConfigInput(
                List.of("echo"),
                null,
                Map.of("ops.port", "" + port, "ops.key", "opensesame", "apps.echo.port", "0"),
                Map.of()));
    try (var server = Server.start(config, GatewayNode::start)) {
      assertThat(publish("", "note", "x", "--set", ops)).isEqualTo(1);
      assertThat(err.toString()).contains("not published: 401 ");
      assertThat(publish("", "note", "x", "--set", ops, "--set", "ops.key=opensesame")).isZero();
      assertThat(server.opsAddress().getPort()).isEqualTo(port);
    }
    assertThat(err.toString()).doesNotContain("opensesame");
  }

  @Test
  void tailNeedsRedis() {
    assertThat(run(new TailCommand(AppTypes.onClassPath(), Map.of()), "note")).isEqualTo(2);
    assertThat(err.toString()).contains("redis.url is not set");
    assertThat(run(new TailCommand(AppTypes.onClassPath(), Map.of()), "note", "--count", "-1"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--count: 1 or more messages");
  }
}

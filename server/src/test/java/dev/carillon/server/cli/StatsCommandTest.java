package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.server.GatewayNode;
import dev.carillon.server.Server;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.support.SioClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StatsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new StatsCommand(AppTypes.onClassPath(), Map.of()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void whatTheGatewayDoesIsPrinted() throws Exception {
    var config =
        ServerConfig.read(
            AppTypes.onClassPath(),
            new ConfigInput(
                List.of("echo"), null, Map.of("ops.port", "0", "apps.echo.port", "0"), Map.of()));
    try (var server = Server.start(config, GatewayNode::start);
        var client = new SioClient(server.addresses().getFirst().uri().getPort(), "")) {
      client.send("40");
      client.connected();
      SioClient.soon()
          .until(() -> {
            out.getBuffer().setLength(0);
            run("--set", "ops.port=" + server.opsAddress().getPort());
            return out.toString().lines().anyMatch(line -> line.matches("echo +1 +\\d+ +\\d+ .*"));
          });
    }
    assertThat(out.toString())
        .startsWith("app              connections     received")
        .contains("broker ready, round trip 0.0 ms, reconnects 0; rooms ")
        .containsPattern("heap [1-9]\\d* MiB");
  }

  @Test
  void gatewayThatDoesNotAnswerIsTold() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    assertThat(run("--set", "ops.port=" + port)).isEqualTo(1);
    assertThat(err.toString()).startsWith("no gateway answers on 127.0.0.1:" + port);
    assertThat(run("--watch", "-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--watch: 1 or more seconds");
  }

  @Test
  void samplesAreAddedByTheirLabels() {
    Metrics metrics =
        Metrics.read(
            """
            # HELP a_total Something.
            a_total{app="x",reason="r"} 1.0
            a_total{app="x",reason="s"} 2.5E1
            a_total{app="y",reason="r"} 4.0
            b 7.0
            c_bucket{le="+Inf"} 3
            rubbish
            """);
    assertThat(metrics.apps()).containsExactly("x", "y");
    assertThat(metrics.sum("a_total", Map.of("app", "x"))).isEqualTo(26);
    assertThat(metrics.sum("a_total", Map.of("reason", "r"))).isEqualTo(5);
    assertThat(metrics.sum("b", Map.of())).isEqualTo(7);
    assertThat(metrics.sum("none", Map.of())).isZero();
  }
}

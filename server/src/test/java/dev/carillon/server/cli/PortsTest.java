package dev.carillon.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.Instruments;
import dev.carillon.net.PortException;
import dev.carillon.server.GatewayNode;
import dev.carillon.server.ServerConfig;
import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigException;
import dev.carillon.server.config.ConfigInput;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of ports that cannot be had.
class PortsTest {

  private static ServerConfig config(Map<String, String> settings) throws ConfigException {
    var all = new HashMap<>(Map.of("ops.port", "0"));
    all.putAll(settings);
    return ServerConfig.read(
        AppTypes.onClassPath(), new ConfigInput(List.of("echo"), null, all, Map.of()));
  }

  private static String failure(Map<String, String> settings) throws ConfigException {
    ServerConfig config = config(settings);
    try (var node = GatewayNode.start(config, 10, Instruments.NONE)) {
      throw new AssertionError("has started at " + node.addresses());
    } catch (RuntimeException e) {
      return StartFailure.text(e, config.ports());
    }
  }

  @Test
  void takenPortIsToldWithTheKeyToChange() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      assertThat(failure(Map.of("apps.echo.port", port, "apps.echo.bind", "127.0.0.1")))
          .isEqualTo(
              "echo: cannot listen on 127.0.0.1:%s: another process listens there; stop it, or set"
                  + " apps.echo.port to another port",
              port);
    }
  }

  @ParameterizedTest
  @CsvSource({"203.0.113.7", "no-such-host.invalid"})
  void addressOfAnotherMachineIsToldWithTheKeyToChange(String bind) throws Exception {
    assertThat(failure(Map.of("apps.echo.port", "34567", "apps.echo.bind", bind)))
        .isEqualTo(
            "echo: cannot listen on %s:34567: this machine has no such address; set apps.echo.bind"
                + " to one that it has",
            bind);
  }

  @Test
  void otherFailuresAreToldAsTheyAre() {
    var failure = new IllegalStateException("something else");
    assertThat(StartFailure.text(failure, Map.of())).isEqualTo("something else");
  }

  @Test
  void portThatIsForbiddenIsNotSaidToBeTaken() {
    // Whether one is depends on who runs the tests.
    var denied = new PortException("0.0.0.0", 80, new BindException("Permission denied"));
    assertThat(StartFailure.text(denied, Map.of(80, "apps.echo.port")))
        .isEqualTo(
            "cannot listen on 0.0.0.0:80: this process may not use that port; set apps.echo.port to"
                + " 1024 or more, or grant CAP_NET_BIND_SERVICE");
  }

  @Test
  void demoLeavesPortsThatAreInUse() throws Exception {
    ServerConfig usual = config(Map.of());
    int port =
        usual.ports().entrySet().stream()
            .filter(entry -> entry.getValue().equals("apps.echo.port"))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    try (var other = occupy(port)) {
      assertThat(FreePorts.taken(usual)).containsEntry(port, "apps.echo.port");
      // Who sets it means it.
      var meant = config(Map.of("apps.echo.port", Integer.toString(port)));
      assertThat(FreePorts.taken(meant)).doesNotContainKey(port);
      assertThat(other.isBound()).isTrue();
    }
  }

  /// If somebody else has it, that will do as well.
  private static ServerSocket occupy(int port) throws IOException {
    try {
      return new ServerSocket(port);
    } catch (IOException _) {
      return new ServerSocket(0);
    }
  }
}

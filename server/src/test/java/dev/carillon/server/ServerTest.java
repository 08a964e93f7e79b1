package dev.carillon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.server.apps.AppTypes;
import dev.carillon.server.config.ConfigInput;
import dev.carillon.server.support.LoggedNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ServerTest {
  private final LoggedNode node = new LoggedNode();

  @Test
  void isReadyOnceTheNodeHasStarted() throws Exception {
    try (var server = Server.start(config(Map.of()), node::start)) {
      assertThat(ready(server.opsAddress())).isEqualTo("{\"ready\":true}");
      assertThat(node.log()).containsExactly("start");
    }
  }

  @Test
  void stopsInOrderAndSaysSoMeanwhile() throws Exception {
    var meanwhile = new AtomicReference<String>();
    var server = Server.start(config(Map.of("stop.drain", "7s")), node::start);
    node.atDrain(() -> meanwhile.set(ready(server.opsAddress())));

    server.close();
    server.close();
    server.awaitStop();

    assertThat(meanwhile.get()).isEqualTo("{\"ready\":false,\"reasons\":[\"stopping\"]}");
    assertThat(node.log()).containsExactly("start", "drain PT7S", "close");
  }

  @Test
  void anOpsPortInUseEndsTheNode() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var config = config(Map.of("ops.port", Integer.toString(other.getLocalPort())));

      assertThatThrownBy(() -> Server.start(config, node::start))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(":" + other.getLocalPort());
      assertThat(node.log()).containsExactly("start", "close");
    }
  }

  @Test
  void aNodeWhoseDrainFailsIsClosedAllTheSame() throws Exception {
    var server = Server.start(config(Map.of()), node::start);
    node.atDrain(() -> {
      throw new IllegalStateException("no");
    });

    assertThatThrownBy(server::close).hasMessage("no");
    server.awaitStop();
    assertThat(node.log()).endsWith("close");
  }

  private static ServerConfig config(Map<String, String> settings) throws Exception {
    var all = new HashMap<>(Map.of("ops.port", "0"));
    all.putAll(settings);
    return ServerConfig.read(
        AppTypes.onClassPath(), new ConfigInput(List.of("echo"), null, all, Map.of()));
  }

  private static String ready(InetSocketAddress ops) {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + ops.getPort() + "/health/ready");
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

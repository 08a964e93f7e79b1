package dev.carillon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Broker;
import dev.carillon.core.Clock;
import dev.carillon.core.Services;
import dev.carillon.memory.MemoryBroker;
import dev.carillon.memory.MemoryStore;
import dev.carillon.net.Headers;
import dev.carillon.net.HttpResource;
import dev.carillon.socketio.SocketIo;
import dev.carillon.socketio.SocketIoSettings;
import dev.carillon.support.RawSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What a gateway does about its apps: in which order, and what is left when something fails.
final class GatewayAppsTest {
  private static final String HERE = "127.0.0.1";

  private final List<String> events = new CopyOnWriteArrayList<>();

  /// Serves its name under `/NAME`, and notes what becomes of it.
  private record Named(String name, int port, List<String> events) implements App {
    @Override
    public RunningApp start(Services services) {
      events.add("start " + name);
      HttpResource page =
          exchange -> exchange.respond(200, Headers.NONE, name.getBytes(US_ASCII), false);
      return new Running(this, List.of(Mount.on(HERE, port, page.at(name, "/" + name))));
    }
  }

  private record Running(Named app, List<Mount> mounts) implements RunningApp {
    @Override
    public void close() {
      app.events.add("close " + app.name);
    }
  }

  private record Broken(String name) implements App {
    @Override
    public RunningApp start(Services services) {
      throw new IllegalStateException("cannot start");
    }
  }

  private Named app(String name, int port) {
    return new Named(name, port, events);
  }

  @Test
  void appsAreStartedInOrderAndClosedInTheReverseOne() {
    Gateway gateway = Gateway.builder().app(app("one", 0), app("two", 0)).start();
    gateway.close();
    gateway.close();

    assertThat(events).containsExactly("start one", "start two", "close two", "close one");
  }

  @Test
  void theEndpointsOfAnAppAreServedWhereItSays() {
    try (Gateway gateway = Gateway.builder().app(app("one", 0)).start()) {
      var endpoint = gateway.apps().getFirst().mounts().getFirst().endpoints().getFirst();
      try (var client = RawSocket.connect(gateway.port(endpoint))) {
        client.send("GET /one HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(new String(client.readResponse().body(), US_ASCII)).isEqualTo("one");
      }
    }
  }

  @Test
  void anAppThatCannotStartLeavesNothingRunning() throws IOException {
    int port = freePort();
    var broker = new MemoryBroker();
    GatewayBuilder builder =
        Gateway.builder()
            .broker(broker, new MemoryStore(Clock.system()))
            .app(app("one", port), new Broken("two"));

    assertThatThrownBy(builder::start).hasMessage("cannot start");

    assertThat(events).containsExactly("start one", "close one");
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close(); // nobody listens there
    assertThat(broker.state()).isEqualTo(Broker.State.READY);
    broker.close();
  }

  @Test
  void aPortThatIsTakenLeavesNoAppRunning() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      GatewayBuilder builder = Gateway.builder().app(app("one", taken.getLocalPort()));

      assertThatThrownBy(builder::start).isInstanceOf(GatewayException.class);

      assertThat(events).containsExactly("start one", "close one");
    }
  }

  @Test
  void aBrokerOfOnesOwnOutlivesTheGateway() {
    var broker = new MemoryBroker();
    var store = new MemoryStore(Clock.system());
    try (Gateway gateway = Gateway.builder().broker(broker, store).start()) {
      assertThat(gateway.broker()).isSameAs(broker);
      assertThat(gateway.store()).isSameAs(store);
    }

    assertThat(broker.state()).isEqualTo(Broker.State.READY);
    store.put("key", "value");
    assertThat(store.get("key")).isEqualTo("value");
    broker.close();
    store.close();
  }

  @Test
  void twoAppsOfOneNameAreRefused() {
    GatewayBuilder builder = Gateway.builder().app(app("one", 0));

    assertThatThrownBy(() -> builder.app(app("one", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is an app named one already");
  }

  @Test
  void whatAnAppHearsBeforeItsEndpointIsStartedReachesNobody() {
    App early =
        new App() {
          @Override
          public String name() {
            return "early";
          }

          @Override
          public RunningApp start(Services services) {
            SocketIo io = SocketIo.create("early", SocketIoSettings.defaults());
            services
                .broker()
                .subscribe(
                    "news",
                    (channel, message) -> {
                      io.local().emit("news");
                      events.add("heard");
                    });
            services.broker().publish("news", new byte[0]).toCompletableFuture().join();
            return new RunningApp() {
              @Override
              public List<Mount> mounts() {
                return List.of(Mount.on(HERE, 0, io));
              }

              @Override
              public void close() {}
            };
          }
        };

    try (Gateway gateway = Gateway.builder().app(early).start()) {
      gateway.publish("news", new byte[0]).toCompletableFuture().join();
      await().untilAsserted(() -> assertThat(events).containsExactly("heard", "heard"));
    }
  }

  @Test
  void addressesTellWhereClientsConnect() {
    SocketIo io = SocketIo.create("chat", SocketIoSettings.defaults());
    HttpResource page = exchange -> exchange.respond(204, Headers.NONE, new byte[0], false);
    try (Gateway gateway = Gateway.builder().listen(0, io, page.at("page", "/page")).start()) {
      assertThat(gateway.addresses())
          .extracting(Address::toString)
          .containsExactly("chat http://127.0.0.1:" + gateway.port(io) + "/socket.io/");
    }
    assertThat(Address.of("chat", "::1", 80, "/").uri()).hasToString("http://[::1]:80/");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

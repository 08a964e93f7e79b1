package dev.carillon.socketio;

import static dev.carillon.socketio.SocketIoServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.engineio.EngineIoSettings;
import dev.carillon.socketio.SocketIoServer.Peer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Listeners that come and go, and what `io` itself can do.
class ListenersTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void outgoingEventsAreToldWhicheverWayTheyGo(boolean recovery) {
    var settings = SocketIoSettings.defaults();
    if (recovery) { // then an offset goes behind the arguments, and is not told
      settings = settings.with(to -> to.recovery = RecoverySettings.defaults());
    }
    try (var server = new SocketIoServer(settings);
        Peer peer = server.enter()) {
      Socket socket = server.socket(peer.sid);
      socket.onAnyOutgoing((name, args) -> heard.add(name + args.all()));
      socket.emit("one", 1, "two");
      server.io.emit("all", List.of());
      socket.emit("binary", new byte[] {1, 2});
      socket.emitWithAck(Duration.ofSeconds(5), "asked", "?");
      server.io.emitWithAck(Duration.ofSeconds(5), "asked all");
      await().until(() -> heard.size() == 5);
      assertThat(heard)
          .containsExactly(
              "one[1, \"two\"]", "all[[]]", "binary[\"AQI=\"]", "asked[\"?\"]", "asked all[]");
    }
  }

  @Test
  void listenersForOutgoingEventsGoAgain() {
    try (var server = new SocketIoServer();
        Peer peer = server.enter()) {
      Socket socket = server.socket(peer.sid);
      BiConsumer<String, Arguments> listener = (name, args) -> heard.add(name);
      BiConsumer<String, Arguments> broken =
          (name, args) -> {
            throw new IllegalStateException("on purpose");
          };
      socket.onAnyOutgoing(broken).onAnyOutgoing(listener);
      socket.emit("told");
      await().until(() -> heard.contains("told"));
      socket.offAnyOutgoing(listener);
      socket.on("ask", event -> event.ack());
      socket.emit("not told");
      assertThat(peer.next()).isEqualTo("42[\"told\"]");
      assertThat(peer.next()).isEqualTo("42[\"not told\"]");
      assertThat(peer.send("421[\"ask\"]").next()).isEqualTo("431[]");
      assertThat(heard).containsExactly("told");
    }
  }

  @Test
  void allHandlersOfAnEventGoAtOnce() {
    try (var server = new SocketIoServer();
        Peer peer = server.enter()) {
      Socket socket = server.socket(peer.sid);
      socket.on("a", event -> heard.add("a")).once("a", event -> heard.add("a once"));
      socket.on("b", event -> heard.add("b")).on("end", event -> event.ack());
      socket.off("a").off("never there");
      peer.send("42[\"a\"]").send("42[\"b\"]").send("421[\"end\"]");
      assertThat(peer.next()).isEqualTo("431[]");
      assertThat(heard).containsExactly("b");
    }
  }

  @Test
  void allListenersGoAtOnceButMiddlewaresAndTheEndStay() {
    try (var server = new SocketIoServer();
        Peer peer = server.enter()) {
      Socket socket = server.socket(peer.sid);
      socket.on("a", event -> heard.add("a")).onAny(event -> heard.add("any"));
      socket.onAnyOutgoing((name, args) -> heard.add("outgoing"));
      socket.use(event -> heard.add("middleware")).onDisconnect(reason -> heard.add("end"));
      socket.removeAllListeners();
      socket.on("later", event -> event.ack());
      peer.send("42[\"a\"]").send("421[\"later\"]");
      assertThat(peer.next()).isEqualTo("431[]");
      peer.socket.reset();
      await().until(() -> heard.contains("end"));
      assertThat(heard).containsExactly("middleware", "middleware", "end");
    }
  }

  @Test
  void whatHearsAnyEventGoesAtOnce() {
    try (var server = new SocketIoServer();
        Peer peer = server.enter()) {
      Socket socket = server.socket(peer.sid);
      socket.onAny(event -> heard.add("any")).onAny(event -> heard.add("any"));
      socket.offAny();
      socket.on("a", event -> event.ack());
      assertThat(peer.send("421[\"a\"]").next()).isEqualTo("431[]");
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void ioDoesWhatItsMainNamespaceDoes() {
    try (var server = new SocketIoServer();
        Peer peer = server.enter();
        Peer other = server.enter()) {
      server.socket(peer.sid);
      server.socket(other.sid);
      SocketIo io = server.io;
      assertThat(get(io.fetchSockets())).hasSize(2);
      io.socketsJoin("red");
      io.to("red").emit("in");
      io.socketsLeave("red");
      io.to("red").emit("out");
      io.compress(false).emit("plain");
      io.asVolatile().emit("volatile");
      for (Peer each : List.of(peer, other)) {
        assertThat(each.next()).isEqualTo("42[\"in\"]");
        assertThat(each.next()).isEqualTo("42[\"plain\"]");
        assertThat(each.next()).isEqualTo("42[\"volatile\"]");
      }
      io.disconnectSockets(true);
      assertThat(peer.next()).isEqualTo("41");
      assertThat(other.next()).isEqualTo("41");
    }
  }

  @Test
  void settingsOfTheConnectionsBelowDoNotMoveThePath() {
    SocketIoSettings settings =
        SocketIoSettings.defaults().with(to -> to.engine = EngineIoSettings.defaults());
    assertThat(settings.engine.path).isEqualTo("/socket.io/");
    assertThat(
            settings.with(
                    all -> all.engine = EngineIoSettings.defaults().with(to -> to.path = "/x"))
                .engine
                .path)
        .isEqualTo("/x/");
    try (var server = new SocketIoServer(settings)) {
      server.enter().close();
    }
  }
}

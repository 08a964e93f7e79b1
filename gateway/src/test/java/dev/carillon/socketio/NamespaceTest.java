package dev.carillon.socketio;

import static dev.carillon.socketio.SocketIoServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.socketio.SocketIoServer.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Protocol, "Connection to a namespace" and "Disconnection from a namespace".
class NamespaceTest {

  @Test
  void whatAMiddlewareSendsComesRightBehindTheWelcome() {
    try (var server = new SocketIoServer()) {
      server.io.use(socket -> socket.emit("motd", "hello"));
      try (Peer peer = server.connect()) {
        peer.send("40").welcome();
        assertThat(peer.next()).isEqualTo("42[\"motd\",\"hello\"]");
      }
    }
  }

  @Test
  void namespacesThatNobodyUsesMakeRoomForNewOnes() {
    try (var server =
        new SocketIoServer(SocketIoSettings.defaults().with(to -> to.maxDynamicNamespaces = 1))) {
      server.io.of(java.util.regex.Pattern.compile("/d-.*"));
      try (Peer peer = server.connect();
          Peer other = server.connect()) {
        assertThat(peer.send("40/d-1,").next()).startsWith("40/d-1,");
        assertThat(other.send("40/d-2,").next())
            .isEqualTo("44/d-2,{\"message\":\"Invalid namespace\"}");
        peer.send("41/d-1,").sync();
        assertThat(other.send("40/d-2,").next()).startsWith("40/d-2,");
      }
    }
  }

  @Test
  void aClientEntersWithAnIdOfItsOwnInEachNamespace() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.of("/chat");
      assertThat(peer.send("40").welcome()).matches("40\\{\"sid\":\"[\\w-]{20}\"}");
      assertThat(peer.send("40/chat,").next())
          .matches("40/chat,\\{\"sid\":\"[\\w-]{20}\"}")
          .doesNotContain(peer.sid);
    }
  }

  @Test
  void anUnknownNamespaceIsInvalidAndTheConnectionGoesOn() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      assertThat(peer.send("40/random,").next())
          .isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
      peer.send("40").welcome();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "40",
        "42/chat,[\"a\"]",
        "43/chat,1[]",
        "41/chat,",
        "44{}",
        "4x",
        "42{}",
        "42abc[]"
      })
  void whatIsAgainstTheProtocolEndsTheConnection(String packet) {
    try (var server = new SocketIoServer();
        Peer peer = server.enter()) {
      server.io.of("/chat");
      peer.send(packet);
      assertThat(peer.isClosed()).isTrue();
    }
  }

  @Test
  void anEventWhileTheMiddlewaresAreAskedEndsTheConnection() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      var goOn = new CountDownLatch(1);
      server.io.use(socket -> goOn.await(10, TimeUnit.SECONDS));
      peer.send("40").send("42[\"early\"]");
      assertThat(peer.isClosed()).isTrue();
      goOn.countDown();
      await().until(() -> server.gateway.connections() == 0);
      assertThat(server.sockets).isEmpty();
    }
  }

  @Test
  void middlewaresSeeWhatTheClientSentAndAreAskedInOrder() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      var seen = new CopyOnWriteArrayList<String>();
      server.io.use(socket -> seen.add(socket.handshake().auth().get("token").stringValue()));
      server.io.use(socket -> {
        seen.add("second");
        socket.data().put("user", 7);
        socket.join("user-7");
      });
      peer.send("40{\"token\":\"abc\"}").welcome();
      Socket socket = server.socket(peer.sid);
      assertThat(seen).containsExactly("abc", "second");
      assertThat(socket.data()).containsEntry("user", 7);
      assertThat(get(socket.rooms())).containsExactlyInAnyOrder(peer.sid, "user-7");
      assertThat(socket.handshake().toString()).doesNotContain("abc");
    }
  }

  @Test
  void aRefusalCarriesItsMessageAndData() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.use(socket -> {
        throw new ConnectionRefused("not you", Map.of("code", 42));
      });
      server
          .io
          .of("/other")
          .use(socket -> {
            throw new ConnectionRefused("nor here");
          });
      assertThat(peer.send("40").next())
          .isEqualTo("44{\"message\":\"not you\",\"data\":{\"code\":42}}");
      assertThat(peer.send("40/other,").next()).isEqualTo("44/other,{\"message\":\"nor here\"}");
      assertThat(peer.send("40").next()).as("it may ask again").startsWith("44");
    }
  }

  @Test
  void aMiddlewareThatFailsTellsNothing() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.use(socket -> {
        throw new IllegalStateException("secret");
      });
      assertThat(peer.send("40").next()).isEqualTo("44{\"message\":\"internal error\"}");
    }
  }

  @Test
  void aRefusalWhoseDataHasNoJsonFormStillReachesTheClient() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.use(socket -> {
        throw new ConnectionRefused("no", Map.of("self", new Cyclic()));
      });
      assertThat(peer.send("40").next()).isEqualTo("44{\"message\":\"internal error\"}");
    }
  }

  /// Has no JSON form.
  static final class Cyclic {
    public Cyclic getSelf() {
      return this;
    }
  }

  @Test
  void whoIsToTryAgainLaterLosesItsTransportWithoutAWord() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.use(socket -> {
        throw new TryAgainLater("no answer");
      });
      peer.send("40");
      assertThat(peer.socket.readFrame().opcode()).isEqualTo(8);
    }
  }

  @Test
  void whoEntersNoNamespaceInTimeIsClosed() {
    try (var server = new SocketIoServer();
        Peer idle = server.connect();
        Peer peer = server.enter()) {
      server.clock.advance(Duration.ofSeconds(20));
      idle.sync();
      server.clock.advance(Duration.ofSeconds(25));
      assertThat(idle.isClosed()).isTrue();
      peer.sync();
    }
  }

  @Test
  void aNamespaceMayComeIntoBeingByItsName() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      var entered = new CopyOnWriteArrayList<String>();
      DynamicNamespace rooms = server.io.of(Pattern.compile("/room-\\d+"));
      rooms.use(socket -> entered.add("asked"));
      rooms.onConnection(socket -> entered.add(socket.namespace().name()));
      assertThat(peer.send("40/room-1,").next()).startsWith("40/room-1,{\"sid\"");
      assertThat(peer.send("40/room-x,").next()).startsWith("44/room-x,");
      await().until(() -> entered.contains("/room-1"));
      assertThat(entered).containsExactly("asked", "/room-1");
      rooms.emit("hi");
      assertThat(peer.next()).isEqualTo("42/room-1,[\"hi\"]");
      assertThat(rooms.children()).extracting(Namespace::name).containsExactly("/room-1");
    }
  }

  @Test
  void namespacesThatClientsBringAreLimited() {
    var settings = SocketIoSettings.defaults().with(to -> to.maxDynamicNamespaces = 2);
    try (var server = new SocketIoServer(settings);
        Peer peer = server.connect()) {
      server.io.of(name -> true);
      peer.send("40/a,").send("40/b,").send("40/c,");
      assertThat(List.of(peer.next(), peer.next(), peer.next()))
          .satisfiesExactly(
              a -> assertThat(a).startsWith("40/a,"),
              b -> assertThat(b).startsWith("40/b,"),
              c -> assertThat(c).startsWith("44/c,"));
    }
  }

  @Test
  void aRuleForNamespacesThatFailsLeavesNobodyWaiting() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.of(name -> {
        throw new IllegalStateException("on purpose");
      });
      assertThat(peer.send("40/x,").next()).isEqualTo("44/x,{\"message\":\"internal error\"}");
    }
  }

  @Test
  void reasonsAreToldAndTheRoomsAreStillSeen() {
    assertReason(peer -> peer.send("41"), "client namespace disconnect");
    assertReason(Peer::close, "transport close");
    assertReason(peer -> peer.send("4x"), "parse error");
    assertReason(peer -> peer.send("40"), "forced server close");
    assertReason(peer -> peer.send("2"), "transport error");
  }

  private static void assertReason(java.util.function.Consumer<Peer> end, String reason) {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      List<String> heard = new CopyOnWriteArrayList<>();
      server.io.onConnection(socket -> {
        socket.join("news");
        socket.onDisconnecting(why -> heard.add(why + " " + get(socket.rooms()).size()));
        socket.onDisconnect(heard::add);
      });
      peer.send("40").welcome();
      await().until(() -> server.io.rooms() == 1);
      end.accept(peer);
      await().until(() -> heard.size() == 2);
      assertThat(heard).containsExactly(reason + " 2", reason);
      await().until(() -> server.io.rooms() == 0);
    }
  }

  @Test
  void theServerMaySendAClientOutOfOneNamespaceOrAllOfThem() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      var heard = new CopyOnWriteArrayList<String>();
      server.io.of("/chat");
      server.io.onConnection(socket -> socket.onDisconnect(heard::add));
      peer.send("40").welcome();
      server.socket(peer.sid).disconnect(false);
      assertThat(peer.next()).isEqualTo("41");
      peer.send("40").welcome();
      server.socket(peer.sid).disconnect(true);
      assertThat(peer.next()).isEqualTo("41");
      assertThat(peer.isClosed()).isTrue();
      await().until(() -> heard.size() == 2);
      assertThat(heard).containsOnly("server namespace disconnect");
    }
  }

  @Test
  void whoGoesWhileTheAppIsBeingToldOfItIsStillHeardToGo() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      var heard = new CopyOnWriteArrayList<String>();
      server.io.onConnection(socket -> {
        await().until(() -> !socket.connected());
        socket.onDisconnect(heard::add);
      });
      peer.send("40").welcome();
      peer.send("41");
      await().until(() -> heard.contains("client namespace disconnect"));
    }
  }
}

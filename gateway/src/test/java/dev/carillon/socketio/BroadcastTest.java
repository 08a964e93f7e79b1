package dev.carillon.socketio;

import static dev.carillon.socketio.SocketIoServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.socketio.SocketIoServer.Peer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rooms and broadcasts: three clients, of which `a` and `b` are in "red" and `b` and `c` in "blue".
class BroadcastTest {
  private SocketIoServer server;
  private Peer a;
  private Peer b;
  private Peer c;

  @BeforeEach
  void open() {
    server = new SocketIoServer();
    a = server.enter();
    b = server.enter();
    c = server.enter();
    server.socket(a.sid).join("red");
    server.socket(b.sid).join("red", "blue");
    server.socket(c.sid).join("blue");
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
    c.close();
    server.close();
  }

  private static void heard(Peer peer, String event) {
    assertThat(peer.next()).isEqualTo("42[\"" + event + "\"]");
    peer.sync();
  }

  @Test
  void roomsAreAUnionInWhichEachCountsOnce() {
    server.io.to("red").in("blue").emit("e");
    heard(a, "e");
    heard(b, "e");
    heard(c, "e");
  }

  @Test
  void exceptLeavesOutRoomsAndIds() {
    server.io.to("red", "blue").except("blue").emit("one");
    server.io.except(a.sid).emit("two");
    heard(a, "one");
    heard(b, "two");
    heard(c, "two");
  }

  @Test
  void aSocketsOwnBroadcastLeavesItOut() {
    Socket socket = server.socket(b.sid);
    socket.to("red").emit("red");
    socket.broadcast().emit("all");
    socket.except("red").emit("not red");
    b.sync();
    assertThat(a.next()).isEqualTo("42[\"red\"]");
    heard(a, "all");
    assertThat(c.next()).isEqualTo("42[\"all\"]");
    heard(c, "not red");
  }

  @Test
  void anIdIsARoomOfOne() {
    server.io.to(c.sid, "red").emit("e");
    heard(a, "e");
    heard(b, "e");
    heard(c, "e");
    server.io.to("nobody").emit("lost");
    a.sync();
  }

  @Test
  void whatASocketSendsToARoomItHasJustJoinedReachesIt() {
    for (int i = 0; i < 200; i++) {
      server.socket(a.sid).join("room-" + i);
      server.io.to("room-" + i).emit("e" + i);
      assertThat(a.next()).isEqualTo("42[\"e" + i + "\"]");
    }
  }

  @Test
  void whoHasLeftHearsNoMore() {
    server.socket(a.sid).leave("red");
    server.io.to("red").emit("e");
    a.sync();
    heard(b, "e");
  }

  @Test
  void sendsAndBroadcastsOfOneThreadKeepTheirOrder() {
    Socket socket = server.socket(a.sid);
    for (int i = 0; i < 300; i++) {
      switch (i % 3) {
        case 0 -> socket.emit("n" + i);
        case 1 -> server.io.to("red").emit("n" + i);
        default -> server.io.to(a.sid).asVolatile().emit("v");
      }
    }
    for (int i = 0; i < 300; i++) {
      if (i % 3 != 2) {
        String next = a.next();
        while (next.equals("42[\"v\"]")) {
          next = a.next();
        }
        assertThat(next).isEqualTo("42[\"n" + i + "\"]");
      }
    }
  }

  @Test
  void acknowledgementsOfABroadcastAreCollected() {
    var all = server.io.to("red").emitWithAck(Duration.ofSeconds(5), "ask");
    assertThat(a.next()).isEqualTo("420[\"ask\"]");
    assertThat(b.next()).isEqualTo("420[\"ask\"]");
    c.send("430[\"forged\"]").sync();
    a.send("430[\"a\",1]").send("430[\"twice\"]").sync();
    b.send("430[]");
    Acks acks = get(all);
    assertThat(acks.complete()).isTrue();
    assertThat(acks.answers()).hasSize(2);
    assertThat(acks.answers().getFirst().stringValue()).isEqualTo("a");
    assertThat(get(server.io.to("nobody").emitWithAck(Duration.ofSeconds(5), "ask")).complete())
        .isTrue();
  }

  @Test
  void acknowledgementsThatAreMissingAreTold() {
    var all = server.io.main().all().emitWithAck(Duration.ofSeconds(5), "ask");
    assertThat(a.next()).isEqualTo("420[\"ask\"]");
    a.send("430[1]").sync();
    server.clock.advance(Duration.ofSeconds(5));
    Acks acks = get(all);
    assertThat(acks.answers()).hasSize(1);
    assertThat(acks.missing()).isEqualTo(2);
  }

  @Test
  void anEmbeddedGatewayIsOneNodeThatAnswersLikeMany() {
    List<RemoteSocket> red = get(server.io.to("red").fetchSockets());
    assertThat(red).extracting(RemoteSocket::id).containsExactlyInAnyOrder(a.sid, b.sid);
    assertThat(red).extracting(RemoteSocket::node).containsOnly(server.gateway.nodes().self());
    assertThat(red.getFirst().rooms()).contains("red");
    assertThat(get(server.io.local().to("red").fetchSockets())).hasSize(2);
    server.io.serverSideEmit("news");
    assertThat(get(server.io.main().serverSideEmitWithAck(Duration.ofSeconds(5), "news")))
        .isEmpty();
  }

  @Test
  void socketsAreFetchedJoinedLeftAndDisconnected() {
    assertThat(get(server.io.to("red").localSockets()))
        .extracting(Socket::id)
        .containsExactlyInAnyOrder(a.sid, b.sid);
    assertThat(get(server.io.to("nobody").localSockets())).isEmpty();
    server.io.to("red").socketsJoin("both");
    server.io.except("red").socketsJoin("both");
    server.io.to("red").socketsLeave("blue");
    await().until(() -> get(server.io.to("both").localSockets()).size() == 3);
    await().until(() -> get(server.io.to("blue").localSockets()).size() == 1);
    server.io.except("blue").disconnectSockets(false);
    assertThat(a.next()).isEqualTo("41");
    assertThat(b.next()).isEqualTo("41");
    server.io.in("blue").disconnectSockets(true);
    assertThat(c.next()).isEqualTo("41");
    assertThat(c.isClosed()).isTrue();
    await().until(() -> server.io.rooms() == 0);
  }
}

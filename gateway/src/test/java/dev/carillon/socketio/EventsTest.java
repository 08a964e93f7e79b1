package dev.carillon.socketio;

import static dev.carillon.socketio.SocketIoServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.socketio.SocketIoServer.Peer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// Events of one client, both ways, with acknowledgements and binary.
class EventsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void eventsAreHandledInOrderAndAnswered() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.onConnection(
          socket -> socket.on("echo", event -> socket.emit("echo", event.args())));
      peer.send("40").welcome();
      for (int i = 0; i < 500; i++) {
        peer.send("42[\"echo\"," + i + "]");
      }
      for (int i = 0; i < 500; i++) {
        assertThat(peer.next()).isEqualTo("42[\"echo\"," + i + "]");
      }
    }
  }

  @Test
  void anAcknowledgementEchoesTheIdAndIsSentOnce() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.onConnection(socket ->
          socket.on(
              "ask",
              event -> {
                event.ack("yes", 1);
                event.ack("again");
              }));
      peer.send("40").welcome();
      assertThat(peer.send("4212[\"ask\"]").next()).isEqualTo("4312[\"yes\",1]");
      peer.send("42[\"ask\"]").sync();
    }
  }

  @Test
  void binaryGoesBothWays() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.onConnection(socket -> {
        socket.on("echo", event -> socket.emit("echo", event.args()));
        socket.on("ask", event -> event.ack(new byte[] {9}));
      });
      peer.send("40").welcome();
      peer.send("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]").send(new byte[] {1, 2, 3});
      assertThat(peer.next()).isEqualTo("451-[\"echo\",{\"_placeholder\":true,\"num\":0}]");
      assertThat(peer.nextBinary()).containsExactly(1, 2, 3);
      assertThat(peer.send("427[\"ask\"]").next())
          .isEqualTo("461-7[{\"_placeholder\":true,\"num\":0}]");
      assertThat(peer.nextBinary()).containsExactly(9);
    }
  }

  @Test
  void theServerAsksAndTheClientAnswers() {
    try (var server = new SocketIoServer();
        Peer peer = server.enter()) {
      var answer = server.socket(peer.sid).emitWithAck(SECOND, "ask", 1);
      assertThat(peer.next()).isEqualTo("420[\"ask\",1]");
      peer.send("430[\"fine\",2]").send("430[\"twice\"]").send("4399[\"unknown\"]");
      Arguments args = get(answer);
      assertThat(args.get(0).stringValue()).isEqualTo("fine");
      assertThat(args.size()).isEqualTo(2);
      peer.sync();
    }
  }

  @Test
  void whoDoesNotAnswerInTimeOrIsGoneFailsTheQuestion() {
    try (var server = new SocketIoServer();
        Peer peer = server.enter()) {
      Socket socket = server.socket(peer.sid);
      var slow = socket.emitWithAck(SECOND, "ask");
      assertThat(peer.next()).isEqualTo("420[\"ask\"]");
      server.clock.advance(SECOND);
      assertThatThrownBy(() -> get(slow)).hasCauseInstanceOf(TimeoutException.class);
      peer.send("430[\"late\"]").sync();
      var gone = socket.emitWithAck(SECOND, "ask");
      assertThat(peer.next()).isEqualTo("421[\"ask\"]");
      peer.send("41");
      assertThatThrownBy(() -> get(gone)).hasCauseInstanceOf(TimeoutException.class);
      assertThatThrownBy(() -> get(socket.emitWithAck(SECOND, "ask")))
          .hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void middlewaresOfEventsMayKeepThemFromHandlers() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      var heard = new CopyOnWriteArrayList<String>();
      server.io.onConnection(socket -> {
        socket.use(event -> {
          if (event.name().equals("bad")) {
            throw new IllegalArgumentException("no");
          }
        });
        socket.onError(error -> heard.add(String.valueOf(error.getMessage())));
        socket.onAny(event -> heard.add("any " + event.name()));
        socket.on("good", event -> heard.add("good"));
        socket.on("bad", event -> heard.add("bad"));
      });
      peer.send("40").welcome();
      peer.send("42[\"bad\"]").send("42[\"good\"]").send("42[\"other\"]");
      await().until(() -> heard.contains("any other"));
      assertThat(heard).containsExactly("no", "any good", "good", "any other");
    }
  }

  @Test
  void onceIsOnceAndOffIsOff() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      var heard = new CopyOnWriteArrayList<String>();
      EventHandler never = event -> heard.add("never");
      server.io.onConnection(socket -> {
        socket.once("e", event -> heard.add("once"));
        socket.on("e", never);
        socket.off("e", never);
        socket.once("e", never);
        socket.off("e", never);
        socket.onAny(never);
        socket.offAny(never);
        socket.on("e", event -> heard.add("each"));
      });
      peer.send("40").welcome();
      peer.send("42[\"e\"]").send("42[\"e\"]").send("42[\"e\"]");
      await().until(() -> heard.size() >= 4);
      assertThat(heard).containsExactly("once", "each", "each", "each");
    }
  }

  @Test
  void aHandlerThatFailsHoldsUpNothing() {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      server.io.onConnection(socket -> {
        socket.on(
            "e",
            event -> {
              throw new IllegalStateException("on purpose");
            });
        socket.on("e", event -> socket.emit("second"));
      });
      peer.send("40").welcome();
      assertThat(peer.send("42[\"e\"]").next()).isEqualTo("42[\"second\"]");
      assertThat(peer.send("42[\"e\"]").next()).isEqualTo("42[\"second\"]");
    }
  }

  @Test
  void aHandlerThatBlocksDelaysNobodyElse() {
    try (var server = new SocketIoServer();
        Peer blocked = server.connect();
        Peer other = server.connect()) {
      var goOn = new CountDownLatch(1);
      server.io.onConnection(socket -> {
        socket.on("block", event -> goOn.await(10, TimeUnit.SECONDS));
        socket.on("echo", event -> socket.emit("echo"));
      });
      blocked.send("40").welcome();
      other.send("40").welcome();
      blocked.send("42[\"block\"]").send("42[\"echo\"]");
      for (int i = 0; i < 20; i++) {
        assertThat(other.send("42[\"echo\"]").next()).isEqualTo("42[\"echo\"]");
      }
      server.io.emit("to all");
      assertThat(blocked.next()).isEqualTo("42[\"to all\"]");
      goOn.countDown();
      assertThat(blocked.next()).isEqualTo("42[\"echo\"]");
    }
  }

  @Test
  void aClientThatFloodsIsNotReadUntilItsHandlersHaveCaughtUp() throws InterruptedException {
    try (var server = new SocketIoServer();
        Peer peer = server.connect()) {
      var goOn = new CountDownLatch(1);
      var handled = new CopyOnWriteArrayList<Long>();
      server.io.onConnection(socket -> {
        socket.on("block", event -> goOn.await(20, TimeUnit.SECONDS));
        socket.on("n", event -> handled.add(event.args().get(0).longValue()));
      });
      peer.send("40").welcome();
      peer.send("42[\"block\"]");
      int total = 40_000; // more than may run over
      Thread flood =
          Thread.startVirtualThread(() -> {
            String padding = "x".repeat(400);
            for (int i = 0; i < total; i++) {
              peer.send("42[\"n\"," + i + ",\"" + padding + "\"]");
            }
          });
      assertThat(flood.join(Duration.ofMillis(500))).as("all was read").isFalse();
      goOn.countDown();
      await().atMost(Duration.ofSeconds(30)).until(() -> handled.size() == total);
      assertThat(handled).isSorted();
      peer.sync();
    }
  }

  @Test
  void stagesAreCompletedAwayFromTheLane() {
    try (var server = new SocketIoServer();
        Peer peer = server.enter()) {
      Socket socket = server.socket(peer.sid);
      List<Boolean> inLane = new CopyOnWriteArrayList<>();
      socket.rooms().thenAccept(rooms -> inLane.add(socket.lane().inLane()));
      socket.transport().thenAccept(name -> inLane.add(socket.lane().inLane()));
      await().until(() -> inLane.size() == 2);
      assertThat(inLane).containsOnly(false);
      assertThat(get(socket.transport())).isEqualTo("websocket");
    }
  }

  @Test
  void rawJsonIsRelayedByteForByte() {
    try (var server = new SocketIoServer();
        Peer peer = server.enter()) {
      String json = "{\"b\":1.0,\"a\":12345678901234567890,\"b\":\"\\u00e9\"}";
      server.io.emit("raw", Json.raw(json.getBytes(StandardCharsets.UTF_8)));
      assertThat(peer.next()).isEqualTo("42[\"raw\"," + json + "]");
      assertThatThrownBy(() -> server.io.emit("disconnect"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

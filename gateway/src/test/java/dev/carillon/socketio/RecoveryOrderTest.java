package dev.carillon.socketio;

import static dev.carillon.socketio.SocketIoServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.engineio.CloseReasons;
import dev.carillon.socketio.SocketIoServer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Orders that name rooms mean those who are away as well: what they take does not come back with the
/// client. The reference server lets it.
class RecoveryOrderTest {

  private static SocketIoServer server() {
    return SocketIoServer.withRecovery(RecoverySettings.defaults());
  }

  /// A client of user 5 who may hear secrets, and has an offset.
  private static Peer enter(SocketIoServer server) {
    Peer peer = server.enter();
    Socket socket = server.socket(peer.sid);
    socket.join("user:5", "secret");
    socket.emit("hello");
    peer.next();
    return peer;
  }

  private static void lose(SocketIoServer server, Peer peer) {
    Socket socket = server.socket(peer.sid);
    peer.socket.reset();
    await().until(() -> !socket.connected());
  }

  private static Peer comeBack(SocketIoServer server, Peer peer) {
    return server.connect().send("40{\"pid\":\"" + peer.pid + "\"}");
  }

  /// Reads the names of events up to the packet that says it has entered.
  private static List<String> replayed(Peer peer) {
    var events = new ArrayList<String>();
    String packet = peer.next();
    while (packet.startsWith("42")) {
      events.add(packet.split("\"", -1)[1]);
      packet = peer.next();
    }
    peer.welcome(packet);
    return events;
  }

  private static Set<String> rooms(SocketIoServer server, int entered) {
    await().until(() -> server.sockets.size() == entered);
    return get(server.sockets.getLast().rooms());
  }

  @Test
  void whoWasTakenOutOfARoomWhileAwayIsNotInItAgain() {
    try (var server = server();
        Peer first = enter(server)) {
      lose(server, first);
      server.io.to("secret").emit("before");
      server.io.in("user:5").socketsLeave("secret");
      server.io.to("secret").emit("after");
      server.io.to("user:5").emit("theirs");
      try (Peer again = comeBack(server, first)) {
        assertThat(replayed(again)).containsExactly("hello", "theirs");
        assertThat(again.sid).isEqualTo(first.sid);
        assertThat(rooms(server, 2)).containsExactlyInAnyOrder(first.sid, "user:5");
        server.io.to("secret").emit("live");
        again.sync();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoWasSentAwayWhileAwayComesAsANewOne(boolean closeConnection) {
    try (var server = server();
        Peer first = enter(server)) {
      lose(server, first);
      server.io.in("user:5").disconnectSockets(closeConnection);
      try (Peer again = comeBack(server, first)) {
        assertThat(replayed(again)).isEmpty();
        assertThat(again.sid).isNotEqualTo(first.sid);
        assertThat(rooms(server, 2)).containsExactly(again.sid);
        assertThat(server.sockets.getLast().recovered()).isFalse();
      }
    }
  }

  @Test
  void whoWasPutIntoARoomWhileAwayGetsWhatIsSentThereFromThenOn() {
    try (var server = server();
        Peer first = enter(server)) {
      lose(server, first);
      server.io.to("late").emit("too early");
      server.io.except("late").emit("for outsiders");
      server.io.in(first.sid).socketsJoin("late");
      server.io.to("late").emit("in time");
      server.io.except("late").emit("no longer");
      try (Peer again = comeBack(server, first)) {
        assertThat(replayed(again)).containsExactly("hello", "for outsiders", "in time");
        assertThat(rooms(server, 2)).contains("late");
      }
    }
  }

  @Test
  void whoIsNotMeantKeepsWhatItHas() {
    try (var server = server();
        Peer first = enter(server)) {
      lose(server, first);
      server.io.in("user:6").socketsLeave("secret");
      server.io.in("user:5").except("secret").disconnectSockets(true);
      server.io.except(first.sid).disconnectSockets(true);
      try (Peer again = comeBack(server, first)) {
        replayed(again);
        assertThat(rooms(server, 2)).containsExactlyInAnyOrder(first.sid, "user:5", "secret");
      }
    }
  }

  @Test
  void ordersReachWhoIsOnItsWayBack() throws InterruptedException {
    try (var server = server();
        Peer first = enter(server)) {
      lose(server, first);
      server.io.to("secret").emit("missed");
      var door = new Door(server);
      try (Peer again = comeBack(server, first)) {
        door.reached.acquire();
        server.io.in("user:5").socketsLeave("secret");
        door.open.countDown();
        assertThat(replayed(again)).containsExactly("hello");
        assertThat(rooms(server, 2)).containsExactlyInAnyOrder(first.sid, "user:5");
      }
    }
  }

  @Test
  void whoIsSentAwayOnItsWayBackIsNotLetIn() throws InterruptedException {
    try (var server = server();
        Peer first = enter(server)) {
      lose(server, first);
      server.io.to("secret").emit("missed");
      var door = new Door(server);
      try (Peer again = comeBack(server, first)) {
        door.reached.acquire();
        server.io.in("user:5").disconnectSockets(false);
        door.open.countDown();
        assertThat(again.isClosed()).as("it returns by itself").isTrue();
      }
      try (Peer anew = comeBack(server, first)) {
        assertThat(replayed(anew)).isEmpty();
        assertThat(anew.sid).isNotEqualTo(first.sid);
      }
    }
  }

  @Test
  void ordersReachWhoIsAboutToEnter() throws InterruptedException {
    try (var server = new SocketIoServer()) {
      server.io.use(socket -> socket.join("user:5", "secret"));
      var door = new Door(server);
      try (Peer peer = server.connect().send("40")) {
        door.reached.acquire();
        server.io.in("user:5").socketsLeave("secret");
        server.io.in("user:5").socketsJoin("public");
        door.open.countDown();
        peer.welcome();
        assertThat(rooms(server, 1)).containsExactlyInAnyOrder(peer.sid, "user:5", "public");
      }
    }
  }

  @Test
  void whoIsSentAwayBeforeItEntersIsNotLetIn() throws InterruptedException {
    try (var server = new SocketIoServer()) {
      server.io.use(socket -> socket.join("user:5"));
      var door = new Door(server);
      try (Peer peer = server.connect().send("40")) {
        door.reached.acquire();
        server.io.in("user:5").disconnectSockets(true);
        door.open.countDown();
        assertThat(peer.isClosed()).isTrue();
      }
      assertThat(server.sockets).isEmpty();
    }
  }

  /// The order finds the client here, and its lane finds it gone.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOrderThatCrossesWithTheLossOfTheConnectionCounts(boolean leave) throws Exception {
    try (var server = server();
        Peer first = enter(server)) {
      Socket socket = server.socket(first.sid);
      var held = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      socket
          .lane()
          .execute(() -> {
            held.countDown();
            awaitQuietly(release);
            socket.client().connection().close(CloseReasons.TRANSPORT_CLOSE);
          });
      held.await();
      if (leave) {
        server.io.in("user:5").socketsLeave("secret");
      } else {
        server.io.in("user:5").disconnectSockets(true);
      }
      release.countDown();
      await().until(() -> !socket.connected());
      server.io.to("secret").emit("after");
      try (Peer again = comeBack(server, first)) {
        assertThat(replayed(again)).doesNotContain("after");
        assertThat(again.sid.equals(first.sid)).isEqualTo(leave);
        assertThat(rooms(server, 2)).doesNotContain("secret");
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A middleware that holds up whoever comes from now on.
  private static final class Door {
    final Semaphore reached = new Semaphore(0);
    final CountDownLatch open = new CountDownLatch(1);

    Door(SocketIoServer server) {
      server.io.use(socket -> {
        reached.release();
        awaitQuietly(open);
      });
    }
  }
}

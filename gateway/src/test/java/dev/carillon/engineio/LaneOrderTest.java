package dev.carillon.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.Lane;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Response;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// The requests of one session over TCP connections of two lanes: what a client sent first counts
/// first, whichever lane is behind. A lane is held up, so that each race has the outcome that used to be
/// the wrong one.
class LaneOrderTest {

  /// Protocol, "HTTP long-polling", closing: the poll sent before the close packet ends with a noop.
  @Test
  void aPollThatIsBehindInAnotherLaneIsAnsweredByTheCloseThatCameAfterIt() throws Exception {
    try (var server = new EngineServer();
        var here = session(server);
        var other = sessionInTheOtherLane(server, here)) {
      try (var _ = new Held(other.lane)) {
        other.socket.request("GET", here.target());
        post(here.socket, here.target(), "1");
        await().until(() -> server.closed.contains(CloseReasons.TRANSPORT_CLOSE));
      }
      Response poll = other.socket.readResponse();
      assertThat(poll.status()).isEqualTo(200);
      assertThat(poll.text()).isEqualTo("6");
      assertThat(here.socket.readResponse().text()).isEqualTo("ok");
      other.socket.request("GET", here.target());
      assertThat(other.socket.readResponse().text()).contains("\"code\":1");
    }
  }

  @Test
  void aPollThatIsBehindHearsOfTheEndThatABadPacketBrought() throws Exception {
    try (var server = new EngineServer();
        var here = session(server);
        var other = sessionInTheOtherLane(server, here)) {
      try (var _ = new Held(other.lane)) {
        other.socket.request("GET", here.target());
        post(here.socket, here.target(), "4a\u001ex");
        await().until(() -> server.closed.contains(CloseReasons.PARSE_ERROR));
      }
      assertThat(other.socket.readResponse().text()).isEqualTo("4a\u001e1");
      assertThat(here.socket.readResponse().status()).isEqualTo(400);
    }
  }

  @Test
  void whoHasReadTheAnswerToItsCloseFindsNoSession() {
    try (var server = new EngineServer();
        var here = session(server);
        var other = sessionInTheOtherLane(server, here)) {
      post(here.socket, here.target(), "1");
      assertThat(here.socket.readResponse().text()).isEqualTo("ok");
      other.socket.request("GET", here.target());
      assertThat(other.socket.readResponse().text()).contains("\"code\":1");
      assertThat(server.endpoint.connections()).isEqualTo(1);
    }
  }

  /// Protocol, "Upgrade": after the upgrade packet a poll is refused.
  @Test
  void aPollDoesNotOvertakeTheUpgradePacketThatWasSentBeforeIt() throws Exception {
    try (var server = new EngineServer();
        var here = session(server);
        var other = sessionInTheOtherLane(server, here);
        var probe = server.connect()) {
      probe.upgrade("/engine.io/?EIO=4&transport=websocket&sid=" + here.sid);
      probe.sendText("2probe");
      assertThat(probe.readFrame().text()).isEqualTo("3probe");
      try (var _ = new Held(here.lane)) {
        probe.sendText("5");
        other.socket.request("GET", here.target());
        // Answered behind the poll by the same lane, so the poll is on its way to the other.
        other.follower.request("GET", "/nowhere");
        other.follower.readResponse();
      }
      assertThat(other.socket.readResponse().text()).contains("\"code\":3");
      probe.sendText("4still here");
      assertThat(probe.readFrame().text()).isEqualTo("4still here");
    }
  }

  /// The same within a lane, and with WebSockets that came from another: all three are sent at once.
  @Test
  void upgradePacketsCountBeforeAPollSentBehindThem() {
    try (var server = new EngineServer()) {
      for (int i = 0; i < 60; i++) { // three connections each, so the lanes take turns
        try (var client = server.poll();
            var probe = client.probe(server)) {
          probe.sendText("2probe").sendText("5");
          client.ask();
          assertThat(client.gets.readResponse().text()).as("upgrade %d", i).contains("\"code\":3");
        }
      }
    }
  }

  /// What a client sends once it has read the 101 must arrive in its session's lane.
  @Test
  void aWebSocketIsAnsweredByTheLaneThatOwnsIt() throws Exception {
    try (var server = new EngineServer();
        var here = session(server);
        var other = sessionInTheOtherLane(server, here)) {
      try (var _ = new Held(here.lane)) {
        other.socket.send(
            RawSocket.upgradeHead("/engine.io/?EIO=4&transport=websocket&sid=" + here.sid));
        other.follower.request("GET", "/nowhere");
        other.follower.readResponse();
        assertThat(other.socket.hasInput()).isFalse();
      }
      assertThat(other.socket.readResponse().status()).isEqualTo(101);
    }
  }

  private static void post(RawSocket socket, String target, String body) {
    socket.request("POST", target, "Content-Length: " + body.length()).send(body);
  }

  private static Session session(EngineServer server) {
    return new Session(server);
  }

  private static Session sessionInTheOtherLane(EngineServer server, Session than) {
    while (true) {
      var session = new Session(server);
      if (!session.lane.equals(than.lane)) {
        return session;
      }
      session.close();
    }
  }

  /// A session and two TCP connections, all in one lane.
  private static final class Session implements AutoCloseable {
    final RawSocket socket;
    final RawSocket follower;
    final String sid;
    final Lane lane;

    Session(EngineServer server) {
      socket = server.connect();
      sid = handshake(socket);
      lane = server.connections.getLast().lane();
      RawSocket second = server.connect();
      while (true) {
        String id = handshake(second);
        boolean same = server.connections.getLast().lane().equals(lane);
        post(second, target(id), "1");
        second.readResponse();
        if (same) {
          break;
        }
        second.close();
        second = server.connect();
      }
      follower = second;
      server.closed.clear();
    }

    private static String handshake(RawSocket socket) {
      socket.request("GET", "/engine.io/?EIO=4&transport=polling");
      return socket.readResponse().text().split("\"", -1)[3];
    }

    String target() {
      return target(sid);
    }

    private static String target(String sid) {
      return "/engine.io/?EIO=4&transport=polling&sid=" + sid;
    }

    @Override
    public void close() {
      socket.close();
      follower.close();
    }
  }

  /// A lane that does nothing until this is closed.
  private static final class Held implements AutoCloseable {
    private final CountDownLatch release = new CountDownLatch(1);

    Held(Lane lane) throws InterruptedException {
      var begun = new CountDownLatch(1);
      lane.execute(() -> {
        begun.countDown();
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      begun.await();
    }

    @Override
    public void close() {
      release.countDown();
    }
  }
}

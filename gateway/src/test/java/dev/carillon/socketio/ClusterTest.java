package dev.carillon.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.core.Broker;
import dev.carillon.socketio.SocketIoServer.Peer;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two nodes on one Redis, with a client each.
class ClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// One gateway, and the sockets that entered it.
  private static final class Node implements AutoCloseable {
    final SocketIo io =
        SocketIo.create(
            "chat",
            SocketIoSettings.defaults().with(to -> to.recovery = RecoverySettings.defaults()));
    final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final Gateway gateway;

    Node(RedisServer redis) {
      io.onConnection(sockets::add);
      gateway = Gateway.builder().lanes(1).redis(redis.url()).listen("127.0.0.1", 0, io).start();
    }

    Peer enter() {
      Peer peer = new Peer(gateway.port(io));
      peer.send("40").welcome();
      return peer;
    }

    Socket socket(Peer peer) {
      await()
          .atMost(PATIENCE)
          .until(() -> sockets.stream().anyMatch(socket -> socket.id().equals(peer.sid)));
      return sockets.stream().filter(socket -> socket.id().equals(peer.sid)).findFirst().get();
    }

    boolean isReady() {
      return gateway.broker().state() == Broker.State.READY;
    }

    @Override
    public void close() {
      gateway.close();
    }
  }

  private RedisServer redis;
  private Node first;
  private Node second;
  private Peer one;
  private Peer two;

  @BeforeEach
  void open() throws Exception {
    redis = RedisServer.start();
    first = new Node(redis);
    second = new Node(redis);
    one = first.enter();
    two = second.enter();
  }

  @AfterEach
  void close() throws Exception {
    one.close();
    two.close();
    first.close();
    second.close();
    redis.close();
  }

  /// Returns an event without the offset behind its arguments.
  private static String heard(Peer peer) {
    String packet = peer.next();
    return packet.substring(0, packet.lastIndexOf(",\"")) + "]";
  }

  @Test
  void anEventReachesTheClientsOfAllNodesOnce() {
    first.io.emit("said", "hello", Map.of("n", 1));
    first.io.emit("end");

    for (Peer peer : List.of(one, two)) {
      assertThat(heard(peer)).isEqualTo("42[\"said\",\"hello\",{\"n\":1}]");
      assertThat(heard(peer)).isEqualTo("42[\"end\"]");
    }
  }

  @Test
  void allNodesSeeOneOrder() {
    int count = 200;
    for (int i = 0; i < count; i++) {
      (i % 2 == 0 ? first : second).io.emit("n", i);
    }
    var atOne = new ArrayList<String>();
    var atTwo = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      atOne.add(heard(one));
      atTwo.add(heard(two));
    }
    assertThat(atOne).isEqualTo(atTwo).doesNotHaveDuplicates().hasSize(count);
  }

  @Test
  void whoIsExceptedIsSoOnAllNodes() {
    first.socket(one).broadcast().emit("to-others");
    first.io.except(two.sid).emit("not-to-two");
    first.io.emit("end");

    assertThat(heard(one)).isEqualTo("42[\"not-to-two\"]");
    assertThat(heard(one)).isEqualTo("42[\"end\"]");
    assertThat(heard(two)).isEqualTo("42[\"to-others\"]");
    assertThat(heard(two)).isEqualTo("42[\"end\"]");
  }

  @Test
  void roomsAreJoinedAndLeftOnAllNodes() {
    first.io.in(two.sid).socketsJoin("red");
    first.io.to("red").emit("in");
    first.io.in(two.sid).socketsLeave("red");
    first.io.to("red").emit("out");
    first.io.emit("end");

    assertThat(heard(two)).isEqualTo("42[\"in\"]");
    assertThat(heard(two)).isEqualTo("42[\"end\"]");
  }

  @Test
  void aSocketIsDisconnectedOnWhicheverNodeItIs() {
    first.io.in(two.sid).disconnectSockets(true);

    assertThat(two.next()).isEqualTo("41");
    assertThat(two.isClosed()).isTrue();
  }

  @Test
  void anOrderReachesWhoIsAwayOnAnotherNode() {
    try (Peer witness = second.enter()) {
      Socket socket = second.socket(two);
      socket.join("user:5", "secret");
      two.close();
      await().atMost(PATIENCE).until(() -> !socket.connected());
      first.io.in("user:5").socketsLeave("secret");
      first.io.to("secret").emit("secret");
      first.io.to("user:5").emit("theirs");
      first.io.emit("end");
      assertThat(heard(witness)).isEqualTo("42[\"end\"]");

      try (Peer back = new Peer(second.gateway.port(second.io))) {
        back.send("40{\"pid\":\"" + two.pid + "\"}");
        assertThat(heard(back)).isEqualTo("42[\"theirs\"]");
        assertThat(heard(back)).isEqualTo("42[\"end\"]");
        back.welcome();
        assertThat(back.sid).isEqualTo(two.sid);
      }
    }
  }

  @Test
  void binaryTravelsAsItIs() {
    first.io.emit("picture", "p", new byte[] {0, 10, 13, -1});

    String packet = two.next();
    assertThat(packet).startsWith("451-[\"picture\",\"p\",{\"_placeholder\":true,\"num\":0}");
    assertThat(two.nextBinary()).containsExactly(0, 10, 13, -1);
  }

  @Test
  void localStaysOnTheNode() {
    first.io.local().emit("here");
    first.io.emit("everywhere");

    assertThat(heard(one)).isEqualTo("42[\"here\"]");
    assertThat(heard(two)).isEqualTo("42[\"everywhere\"]");
  }

  @Test
  void rubbishOnTheNodesChannelIsDropped() throws Exception {
    String channel = "carillon:socket.io:chat";
    for (String rubbish :
        List.of(
            "",
            "{}",
            "{}\n",
            "null\n[]",
            "{\"v\":1,\"order\":\"emit\",\"nsp\":\"/\",\"to\":[],\"except\":[]}\n{}",
            "{\"v\":1,\"order\":\"emit\",\"nsp\":\"/\",\"to\":[],\"except\":[]}\n[\"disconnect\"]",
            "{\"v\":1,\"order\":\"emit\",\"nsp\":\"/\",\"to\":[],\"except\":[],\"bin\":[99]}\n[\"e\"]",
            "{\"v\":1,\"order\":\"dance\",\"nsp\":\"/\",\"to\":[],\"except\":[]}\n")) {
      redis.call("PUBLISH", channel, rubbish);
    }
    first.io.emit("end");

    assertThat(heard(one)).isEqualTo("42[\"end\"]");
    assertThat(heard(two)).isEqualTo("42[\"end\"]");
  }

  @Test
  void withoutRedisTheNodesOwnClientsAreReached() throws Exception {
    redis.stop();
    await().atMost(PATIENCE).until(() -> !first.isReady());

    first.io.emit("alone");

    assertThat(heard(one)).isEqualTo("42[\"alone\"]");
  }

  @Test
  void nobodyRecoversAcrossAGapInTheLink() throws Exception {
    first.io.emit("before");
    String offset = one.next().replaceAll(".*\"([^\"]+)\"]$", "$1");
    redis.stop();
    await().atMost(PATIENCE).until(() -> !first.isReady());
    redis.restart();
    await().atMost(PATIENCE).until(first::isReady);
    String sid = one.sid;
    one.close();

    try (Peer back = new Peer(first.gateway.port(first.io))) {
      back.send("40{\"pid\":\"" + one.pid + "\",\"offset\":\"" + offset + "\"}").welcome();
      assertThat(back.sid).isNotEqualTo(sid);
    }
  }

  @Test
  void whoWantsNoClusterNeedsNoChannelAndStaysAlone() throws Exception {
    var alone = SocketIo.create("chat", SocketIoSettings.defaults().with(to -> to.cluster = false));
    try (var gateway = Gateway.builder().redis(redis.url()).listen("127.0.0.1", 0, alone).start();
        Peer peer = new Peer(gateway.port(alone))) {
      peer.send("40").welcome();
      first.io.emit("to-the-others");
      alone.emit("here");

      assertThat(peer.next()).isEqualTo("42[\"here\"]");
      assertThat(heard(one)).isEqualTo("42[\"to-the-others\"]");
      assertThat(redis.subscribers("carillon:socket.io:chat")).isEqualTo(2);
    }
  }

  @Test
  void afterTheGapRecoveryWorksAgain() throws Exception {
    redis.stop();
    await().atMost(PATIENCE).until(() -> !first.isReady());
    redis.restart();
    await().atMost(PATIENCE).until(first::isReady);
    Peer late = first.enter();
    late.close();
    await().atMost(PATIENCE).until(() -> first.gateway.connections() == 1);
    first.io.emit("missed");

    assertThat(heard(one)).isEqualTo("42[\"missed\"]");
    try (Peer back = new Peer(first.gateway.port(first.io))) {
      back.send("40{\"pid\":\"" + late.pid + "\"}");
      assertThat(heard(back)).isEqualTo("42[\"missed\"]");
      back.welcome();
      assertThat(back.sid).isEqualTo(late.sid);
    }
  }
}

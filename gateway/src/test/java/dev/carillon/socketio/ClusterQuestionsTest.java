package dev.carillon.socketio;

import static dev.carillon.socketio.SocketIoServer.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.cluster.NodeSettings;
import dev.carillon.core.Answers.Absence;
import dev.carillon.socketio.SocketIoServer.Peer;
import dev.carillon.support.FaultyProxy;
import dev.carillon.support.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Three nodes on one Redis, with a client each, that ask each other.
class ClusterQuestionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// So short that the test need not wait long, and so long that a busy machine answers within it.
  private static final Duration LIMIT = Duration.ofSeconds(4);

  /// So long that nobody dies in a test.
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static RedisServer redis;

  /// Something that an app may keep with a socket and that has no JSON form.
  static final class Link {
    @SuppressWarnings("DoNotCallSuggester") // a getter that fails is the point
    public String getState() {
      throw new IllegalStateException("only in its own process");
    }
  }

  /// One gateway with a link of its own, and a client.
  private static final class Node implements AutoCloseable {
    final FaultyProxy proxy = FaultyProxy.to(redis.port());
    final SocketIo io = SocketIo.create("chat", SocketIoSettings.defaults());
    final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final Gateway gateway;
    final Peer peer;

    Node(String name) {
      io.onConnection(sockets::add);
      io.onServerSideEmit("news", event -> heard.add(event.args().text(0)));
      gateway =
          Gateway.builder()
              .lanes(2)
              .redis("redis://127.0.0.1:" + proxy.port())
              .node(
                  NodeSettings.defaults()
                      .with(to -> {
                        to.name = name;
                        to.lease = LEASE;
                      }))
              .listen("127.0.0.1", 0, io)
              .start();
      peer = new Peer(gateway.port(io));
      peer.send("40{\"token\":\"of " + name + "\"}").welcome();
      await().atMost(PATIENCE).until(() -> !sockets.isEmpty());
      socket().data().put("user", Map.of("name", name));
      socket().data().put("link", new Link());
      socket().join("all", "room of " + name);
    }

    Socket socket() {
      return sockets.getFirst();
    }

    String id() {
      return gateway.nodes().self();
    }

    @Override
    public void close() {
      proxy.resume();
      peer.close();
      gateway.close();
      proxy.close();
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private Node a;
  private Node b;
  private Node c;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void open() {
    redis.call("FLUSHALL");
    for (String name : List.of("a", "b", "c")) {
      nodes.add(new Node(name));
    }
    a = nodes.get(0);
    b = nodes.get(1);
    c = nodes.get(2);
    await()
        .atMost(PATIENCE)
        .until(() -> nodes.stream().allMatch(one -> one.gateway.nodes().present().size() == 3));
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
  }

  /// The node's link passes nothing on any more, as if its process had stopped dead.
  private static void stopDead(Node node) {
    node.proxy.freeze();
  }

  @Test
  void theSocketsOfAllNodesAreFetched() {
    List<RemoteSocket> found = get(a.io.in("all").fetchSockets());

    assertThat(found)
        .extracting(RemoteSocket::id)
        .containsExactlyInAnyOrder(a.peer.sid, b.peer.sid, c.peer.sid);
    RemoteSocket remote =
        found.stream().filter(one -> one.id().equals(c.peer.sid)).findFirst().orElseThrow();
    assertThat(remote.node()).isEqualTo(c.id()).startsWith("c-");
    assertThat(remote.rooms()).containsExactlyInAnyOrder(c.peer.sid, "all", "room of c");
    assertThat(remote.data().toString()).isEqualTo("{\"user\":{\"name\":\"c\"}}");
    Handshake met = remote.handshake();
    Handshake original = c.socket().handshake();
    assertThat(met.auth().path("token").stringValue()).isEqualTo("of c");
    assertThat(met.headers()).isEqualTo(original.headers()).isNotEmpty();
    assertThat(met.query()).isEqualTo(original.query()).containsEntry("EIO", "4");
    assertThat(met.url()).isEqualTo(original.url());
    assertThat(met.remote()).isEqualTo(original.remote());
    assertThat(met.time()).isEqualTo(original.time());
    assertThat(remote.toString()).doesNotContain("token", "of c");
    assertThat(get(a.io.in("nowhere").fetchSockets())).isEmpty();
    assertThat(get(a.io.in("all").except("room of b").fetchSockets())).hasSize(2);
    assertThat(get(a.io.local().in("all").fetchSockets()))
        .extracting(RemoteSocket::id)
        .containsExactly(a.peer.sid);
    assertThat(get(a.io.of("/elsewhere").all().fetchSockets())).isEmpty();
  }

  @Test
  void whatIsDoneWithARemoteSocketIsDoneWhereItIs() {
    RemoteSocket remote = get(a.io.in("room of c").fetchSockets()).getFirst();

    remote.emit("hello", 1);
    assertThat(c.peer.next()).isEqualTo("42[\"hello\",1]");
    remote.join("green");
    remote.leave("all");
    await().atMost(PATIENCE).until(() -> get(a.io.in("green").fetchSockets()).size() == 1);
    await().atMost(PATIENCE).until(() -> get(a.io.in("all").fetchSockets()).size() == 2);

    var ack = remote.emitWithAck(PATIENCE, "ask");
    String asked = c.peer.next();
    c.peer.send(asked.replaceFirst("^42(\\d+).*", "43$1[\"fine\"]"));
    assertThat(get(ack).stringValue()).isEqualTo("fine");

    remote.disconnect(true);
    assertThat(c.peer.next()).isEqualTo("41");
    assertThat(c.peer.isClosed()).isTrue();
    await().atMost(PATIENCE).until(() -> get(a.io.in("green").fetchSockets()).isEmpty());
    assertThatThrownBy(() -> get(remote.emitWithAck(PATIENCE, "ask")))
        .hasRootCauseInstanceOf(java.util.concurrent.TimeoutException.class);
  }

  /// Answers what was asked with these arguments.
  private static void acknowledge(Node node, String args) {
    String asked = node.peer.next();
    assertThat(asked).matches("42\\d+\\[\"ask\",1]");
    node.peer.send(asked.replaceFirst("^42(\\d+).*", "43$1") + args);
  }

  @Test
  void theClientsOfAllNodesAcknowledge() {
    var all = a.io.in("all").emitWithAck(PATIENCE, "ask", 1);
    acknowledge(a, "[\"a\"]");
    acknowledge(b, "[]");
    String asked = c.peer.next();
    c.peer
        .send(asked.replaceFirst("^42(\\d+).*", "461-$1[{\"_placeholder\":true,\"num\":0},2]"))
        .send(new byte[] {0, 10, -1});

    Acks acks = get(all);
    assertThat(acks.complete()).isTrue();
    assertThat(acks.answers()).hasSize(3);
    assertThat(acks.answers()).filteredOn(JsonNode::isString).hasSize(1);
    assertThat(acks.answers()).filteredOn(JsonNode::isMissingNode).hasSize(1);
    assertThat(acks.answers())
        .filteredOn(JsonNode::isBinary)
        .singleElement()
        .satisfies(one -> assertThat(one.binaryValue()).containsExactly(0, 10, -1));
  }

  @Test
  void aClientThatIsSilentIsMissingAndItsNodeIsNot() {
    var all = a.io.in("all").emitWithAck(LIMIT, "ask", 1);
    acknowledge(a, "[1]");
    acknowledge(c, "[1]");

    Acks acks = get(all);
    assertThat(acks.answers()).hasSize(2);
    assertThat(acks.missing()).isEqualTo(1);
    assertThat(acks.missingNodes()).isEmpty();
    assertThat(acks.complete()).isFalse();
  }

  @Test
  void serversSendEachOtherEvents() {
    a.io.serverSideEmit("news", "rain");
    a.io.serverSideEmit("nobody hears of this");
    a.io.serverSideEmit("news", "sun");
    b.io.serverSideEmit("news", "wind");

    await().atMost(PATIENCE).until(() -> c.heard.size() == 3);
    assertThat(c.heard).containsSubsequence("rain", "sun").contains("wind");
    await().atMost(PATIENCE).until(() -> b.heard.equals(List.of("rain", "sun")));
    await().atMost(PATIENCE).until(() -> a.heard.equals(List.of("wind")));
    for (String reserved : List.of("connection", "connect", "new_namespace")) {
      assertThatThrownBy(() -> a.io.serverSideEmit(reserved))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("\"" + reserved + "\" is a reserved event name");
    }
  }

  @Test
  void serversAnswerEachOther() {
    for (Node node : nodes) {
      node.io.onServerSideEmit(
          "count",
          event -> {
            assertThat(event.wantsAck()).isTrue();
            Thread.startVirtualThread(() -> {
              event.ack(Map.of("of", node.id(), "plus", event.args().integer(0)));
              event.ack("twice");
            });
          });
    }
    List<JsonNode> responses = get(a.io.main().serverSideEmitWithAck(PATIENCE, "count", 5));

    assertThat(responses)
        .extracting(one -> one.path("of").stringValue())
        .containsExactlyInAnyOrder(b.id(), c.id());
    assertThat(responses).allSatisfy(one -> assertThat(one.path("plus").intValue()).isEqualTo(5));
    assertThat(get(a.io.of("/only here").serverSideEmitWithAck(PATIENCE, "count"))).isEmpty();
  }

  /// Returns how the stage failed, which it does.
  private static NodesMissingException missing(CompletionStage<?> stage) {
    try {
      get(stage);
    } catch (CompletionException e) {
      if (e.getCause() instanceof NodesMissingException missing) {
        return missing;
      }
      throw e;
    }
    throw new AssertionError("nobody is missing");
  }

  @Test
  void aServerThatDoesNotHandleAnEventIsNamed() {
    b.io.onServerSideEmit("count", event -> event.ack(1));

    NodesMissingException missing = missing(a.io.main().serverSideEmitWithAck(PATIENCE, "count"));

    assertThat(missing.nodes()).isEqualTo(Map.of(c.id(), Absence.FAILED));
    assertThat(missing.responses()).hasSize(1);
    assertThat(missing).hasMessageContaining("only 1 responses received out of 2");
  }

  @Test
  void whoStoppedDeadIsNamedWithinTheLimit() {
    for (Node node : nodes) {
      node.io.onServerSideEmit("count", event -> event.ack(1));
    }
    stopDead(c);
    long start = System.nanoTime();
    var fetched = a.io.in("all").fetchSockets(LIMIT);
    var acknowledged = a.io.in("all").emitWithAck(LIMIT, "ask", 1);
    var counted = a.io.main().serverSideEmitWithAck(LIMIT, "count");
    acknowledge(a, "[\"a\"]");
    acknowledge(b, "[\"b\"]");

    NodesMissingException missing = missing(fetched);
    assertThat(missing.nodes()).isEqualTo(Map.of(c.id(), Absence.SILENT));
    assertThat(missing.sockets())
        .extracting(RemoteSocket::id)
        .containsExactlyInAnyOrder(a.peer.sid, b.peer.sid);
    assertThat(missing).hasMessageContaining(c.id());

    Acks acks = get(acknowledged);
    assertThat(acks.answers())
        .extracting(JsonNode::stringValue)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(acks.missingNodes()).isEqualTo(Map.of(c.id(), Absence.SILENT));
    assertThat(acks.complete()).isFalse();

    NodesMissingException uncounted = missing(counted);
    assertThat(uncounted.nodes().keySet()).isEqualTo(Set.of(c.id()));
    assertThat(uncounted.responses()).hasSize(1);
    assertThat(System.nanoTime() - start)
        .isLessThan(TimeUnit.SECONDS.toNanos(2 * LIMIT.toSeconds()));
  }

  @Test
  void rubbishAmongTheQuestionsIsDropped() {
    for (String body :
        List.of(
            "",
            "{}\n",
            "{\"v\":1,\"order\":\"fetch\"}\n",
            "{\"v\":1,\"order\":\"emit\",\"nsp\":\"/\",\"to\":[],\"except\":[]}\n[\"e\"]",
            "{\"v\":1,\"order\":\"emit-with-ack\",\"nsp\":\"/\",\"to\":[],\"except\":[]}\n{}",
            "{\"v\":1,\"order\":\"fetch\",\"nsp\":\"/none\",\"to\":[],\"except\":[]}\n")) {
      redis.call("PUBLISH", "carillon:nodes", "1 ask stranger 1 5000 socket.io:chat\n" + body);
    }
    redis.call(
        "PUBLISH",
        "carillon:socket.io:chat",
        "{\"v\":1,\"order\":\"fetch\",\"nsp\":\"/\",\"to\":[],\"except\":[]}\n");
    assertThat(get(a.io.in("all").fetchSockets())).hasSize(3);
    a.io.emit("end");
    for (Node node : nodes) {
      assertThat(node.peer.next()).isEqualTo("42[\"end\"]");
    }
  }
}

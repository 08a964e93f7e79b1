package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Answers;
import dev.carillon.core.Nodes;
import dev.carillon.net.HttpRequestHead;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sockets and acknowledgements on their way between nodes, rubbish included.
class SocketSnapshotTest {

  /// A request that came from an address that has no literal form.
  private record Head(InetSocketAddress remote) implements HttpRequestHead {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String target() {
      return "/socket.io/?EIO=4&name=%C3%A9";
    }

    @Override
    public String path() {
      return "/socket.io/";
    }

    @Override
    public Map<String, String> query() {
      return Map.of("EIO", "4", "name", "é");
    }

    @Override
    public Map<String, String> headers() {
      return Map.of("cookie", "a=b");
    }

    @Override
    public boolean secure() {
      return true;
    }
  }

  private static SocketSnapshot.Taken taken(String id, Map<String, Object> data) {
    var remote = InetSocketAddress.createUnresolved("proxy.example", 4711);
    var handshake = new Handshake(new Head(remote), null, Instant.ofEpochMilli(1_700_000_000_123L));
    return new SocketSnapshot.Taken(id, Set.of(id, "room"), data, handshake);
  }

  @Test
  void aSocketCrossesTheWire() {
    List<byte[]> parts =
        SocketSnapshot.encode(List.of(taken("s1", Map.of("bytes", new byte[] {1, 2}, "n", 5))));
    assertThat(parts).hasSize(1);
    SocketSnapshot socket = SocketSnapshot.decode(parts.getFirst()).getFirst();
    assertThat(socket.id()).isEqualTo("s1");
    assertThat(socket.rooms()).containsExactlyInAnyOrder("s1", "room");
    assertThat(socket.data().path("bytes").stringValue()).isEqualTo("AQI=");
    assertThat(socket.data().path("n").intValue()).isEqualTo(5);
    Handshake met = socket.handshake();
    assertThat(met.query()).isEqualTo(Map.of("EIO", "4", "name", "é"));
    assertThat(met.headers()).isEqualTo(Map.of("cookie", "a=b"));
    assertThat(met.remote().getHostString()).isEqualTo("proxy.example");
    assertThat(met.remote().getPort()).isEqualTo(4711);
    assertThat(met.secure()).isTrue();
    assertThat(met.time()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    assertThat(met.auth()).isEmpty();
  }

  @Test
  void manySocketsGoInPartsThatNodesTake() {
    var many =
        Collections.nCopies(500, taken("s", Map.of("text", "x".repeat(2_000)))).stream().toList();
    List<byte[]> parts = SocketSnapshot.encode(many);
    assertThat(parts).hasSizeBetween(5, 50);
    assertThat(parts).allSatisfy(one -> assertThat(one.length).isLessThan(Nodes.MAX_PART));
    assertThat(parts.stream().mapToInt(one -> SocketSnapshot.decode(one).size()).sum())
        .isEqualTo(500);
    assertThat(SocketSnapshot.encode(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"v\":1}",
        "{\"v\":2,\"sockets\":[]}\n",
        "[]\n",
        "{\"v\":1,\"sockets\":[1]}\n",
        "{\"v\":1,\"sockets\":[{}]}\n",
        "{\"v\":1,\"sockets\":[{\"id\":\"a\",\"rooms\":[],\"data\":{}}]}\n",
        "{\"v\":1,\"sockets\":[{\"id\":\"a\",\"rooms\":[],\"data\":[],"
            + "\"handshake\":{\"url\":\"/\",\"host\":\"h\",\"time\":1,\"auth\":{}}}]}\n"
      })
  void whatIsNoSocketIsRefused(String rubbish) {
    assertThatThrownBy(() -> SocketSnapshot.decode(rubbish.getBytes(UTF_8)))
        .isInstanceOf(PacketException.class);
  }

  @Test
  void whatIsMissingFromAHandshakeIsEmpty() {
    String bare =
        "{\"v\":1,\"sockets\":[{\"id\":\"a\",\"rooms\":[],\"data\":{},"
            + "\"handshake\":{\"url\":\"/\",\"host\":\"::1\",\"port\":99999,\"time\":1,\"auth\":{}}}]}\n";
    Handshake met = SocketSnapshot.decode(bare.getBytes(UTF_8)).getFirst().handshake();
    assertThat(met.headers()).isEmpty();
    assertThat(met.query()).isEmpty();
    assertThat(met.remote().getPort()).isZero();
  }

  @Test
  void countsAndAcknowledgementsArePutTogether() {
    var gathered = new GatheredAcks();
    gathered.add(part("n1", "{\"v\":1,\"clients\":3}\n"));
    gathered.add(part("n1", "{\"v\":1,\"bin\":[]}\n[\"acks\",[1],[]]"));
    gathered.add(part("n2", "{\"v\":1,\"clients\":0}\n"));
    Acks acks =
        gathered.result(Map.of("n1", Answers.Absence.SILENT, "n3", Answers.Absence.LEFT), false);
    assertThat(acks.answers()).hasSize(2);
    assertThat(acks.missing()).isEqualTo(1);
    assertThat(acks.missingNodes()).isEqualTo(Map.of("n3", Answers.Absence.LEFT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"v\":1,\"clients\":-1}\n",
        "{\"v\":1,\"clients\":\"many\"}\n",
        "{\"v\":1,\"clients\":1e99}\n",
        "{\"v\":1}\n[\"acks\",1]",
        "{\"v\":1}\n[\"acks\",[1,2]]",
        "{\"v\":1,\"bin\":[5]}\n[\"acks\"]",
        "{\"v\":1}\n[]"
      })
  void whatIsNoAcknowledgementIsRefused(String rubbish) {
    var gathered = new GatheredAcks();
    assertThatThrownBy(() -> gathered.add(part("n", rubbish))).isInstanceOf(PacketException.class);
  }

  private static Answers.Part part(String node, String body) {
    return new Answers.Part(node, body.getBytes(UTF_8));
  }
}

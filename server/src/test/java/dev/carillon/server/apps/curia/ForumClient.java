package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.auth.JwtSigner;
import dev.carillon.core.Clock;
import dev.carillon.server.support.SioClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody in the forum, over a WebSocket.
final class ForumClient implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final SioClient client;
  private final String token;

  /// Comes with a token.
  ForumClient(int port, String token) {
    this.token = token;
    client = new SioClient(port, "");
    client.send("40" + MAPPER.writeValueAsString(Map.of("token", token)));
  }

  static String token(Clock clock, Map<String, ?> claims, Duration lifetime) {
    byte[] key = CuriaNode.SECRET.getBytes(StandardCharsets.UTF_8);
    return new JwtSigner(key, clock).sign(claims, lifetime);
  }

  /// Comes in, and waits until it has been told who is there.
  static ForumClient enter(
      CuriaNode node, String user, String community, boolean admin, String... roles) {
    var claims = new LinkedHashMap<String, Object>();
    claims.put("sub", user);
    claims.put("name", user.toUpperCase(Locale.ROOT));
    claims.put("cid", community);
    claims.put("adm", admin);
    claims.put("roles", List.of(roles));
    return enter(node, token(node.services().clock(), claims, Duration.ofHours(1)));
  }

  static ForumClient enter(CuriaNode node, String token) {
    var entered = new ForumClient(node.port(), token);
    entered.client.connected();
    SioClient.soon().until(() -> !entered.all("globalPresenceSync").isEmpty());
    return entered;
  }

  String token() {
    return token;
  }

  ForumClient send(String packet) {
    client.send(packet);
    return this;
  }

  ForumClient join(long board) {
    int before = all("boardJoined").size();
    send("42[\"joinBoard\"," + board + "]");
    SioClient.soon().until(() -> all("boardJoined").size() > before);
    return this;
  }

  /// Everything but the handshake.
  List<String> packets() {
    return client.packets();
  }

  /// The names of the events in the order of their arrival.
  List<String> names() {
    return events().stream().map(event -> event.get(0).asString()).toList();
  }

  private List<JsonNode> events() {
    return packets().stream()
        .filter(packet -> packet.startsWith("42"))
        .map(packet -> MAPPER.readTree(packet.substring(2)))
        .toList();
  }

  /// The payloads of an event.
  List<JsonNode> all(String event) {
    return events().stream()
        .filter(each -> each.get(0).asString().equals(event))
        .map(each -> each.get(1))
        .toList();
  }

  /// Waits for an error, and sees that it is the only one.
  void assertErrors(String... texts) {
    await()
        .untilAsserted(() ->
            assertThat(all("error"))
                .extracting(error -> error.get("message").asString())
                .containsExactly(texts));
  }

  boolean closed() {
    return client.closed();
  }

  @Override
  public void close() {
    client.close();
  }
}

package dev.carillon.server.apps.eclipse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How Eclipse's clients come in and go, whatever carries the messages.
abstract class EntryBehaviour extends EclipseFixture {
  @Test
  void aClientHearsThatItIsConnectedOnAnyPath() {
    start();
    for (String path : new String[] {"/", "/ws/chat", "/health"}) {
      ChatSocket ann = open(path + "?x=1&token=" + token("u1", "cm1", true));

      assertThat(ann.next())
          .isEqualTo("{\"type\":\"connected\",\"chatId\":\"cm1\",\"timestamp\":\"" + NOW + "\"}");
    }
  }

  @Test
  void theFirstSubprotocolThatIsOfferedIsSpoken() {
    start();
    assertThat(
            open("/", "Sec-WebSocket-Protocol: a, b").handshake().header("sec-websocket-protocol"))
        .isEqualTo("a");
    assertThat(open("/").handshake().headers()).doesNotContainKey("sec-websocket-protocol");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 4001 Missing authentication token",
    "?token=, 4001 Missing authentication token",
    "?tokens=x, 4001 Missing authentication token",
    "?token=rubbish, 4002 Invalid token",
    "?token=a.b.c, 4002 Invalid token"
  })
  void withoutAGoodTokenTheCloseFrameSaysWhy(String query, String close) {
    start();
    assertThat(open("/" + query).say("{\"type\":\"ping\"}").closed()).isEqualTo(close);
    assertThat(gateway().rooms()).isZero();
    // The client does not answer the close frame.
    await()
        .until(() -> {
          clock.advance(Duration.ofSeconds(1));
          return gateway().connections() == 0;
        });
  }

  @Test
  void whatATokenLacksIsTold() {
    start();
    var twoHours = Duration.ofHours(2);
    String incomplete = "4002 Invalid token payload: missing userId or chatId";
    assertThat(closeOf(token(Map.of("userId", "u1"), twoHours))).isEqualTo(incomplete);
    assertThat(closeOf(token(Map.of("chatId", "c1"), twoHours))).isEqualTo(incomplete);
    assertThat(closeOf(token("", "c1", true))).isEqualTo(incomplete);
    assertThat(closeOf(token(Map.of("userId", 5, "chatId", "c1"), twoHours))).isEqualTo(incomplete);
    assertThat(closeOf(token("u1", "..", true))).isEqualTo("4002 Invalid token");
    String late = token("u1", "c1", true);
    clock.advance(twoHours);
    assertThat(closeOf(late)).isEqualTo("4002 Token expired");
  }

  private String closeOf(String token) {
    return open("/?token=" + token).closed();
  }

  @Test
  void aConnectionEndsWithItsToken() {
    start();
    var claims = Map.of("userId", "u1", "chatId", "c1");
    ChatSocket brief = open("/?token=" + token(claims, Duration.ofSeconds(20)));
    ChatSocket endless = open("/?token=" + token(claims, Duration.ofDays(4_000_000)));
    brief.next();
    endless.next();

    clock.advance(Duration.ofSeconds(21));

    assertThat(brief.closed()).isEqualTo("4002 Token expired");
    assertThat(endless.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
  }

  @Test
  void aConnectionMayOutliveItsTokenIfThatIsWanted() {
    closeOnExpiry = false;
    start();
    ChatSocket ann =
        open("/?token=" + token(Map.of("userId", "u1", "chatId", "c1"), Duration.ofSeconds(5)));
    ann.next();

    clock.advance(Duration.ofSeconds(29));

    assertThat(ann.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");
  }

  @Test
  void aChatMayBeFull() {
    maxConnectionsPerChat = 1;
    start();
    ChatSocket first = joined("u1", "c1");

    assertThat(closeOf(token("u2", "c1", true))).isEqualTo("4000 Internal server error");
    joined("u2", "c2");
    first.close();

    await()
        .untilAsserted(() ->
            assertThat(open("/?token=" + token("u2", "c1", true)).raw().readFrame().text())
                .contains("connected"));
  }

  @Test
  void aStoppingNodeSaysSo() {
    start();
    ChatSocket ann = joined("u1", "c1");

    Thread drain = Thread.startVirtualThread(() -> gateway().drain(Duration.ZERO));

    assertThat(ann.closed()).isEqualTo("1001 Server shutting down");
    ann.close();
    await().until(() -> !drain.isAlive());
  }

  @Test
  void aClientIsPingedAndGoneWhenItDoesNotAnswer() {
    start();
    ChatSocket ann = joined("u1", "c1");
    clock.advance(Duration.ofSeconds(30));
    ann.pinged();
    assertThat(ann.ask("{\"type\":\"ping\"}")).isEqualTo("{\"type\":\"pong\"}");

    clock.advance(Duration.ofSeconds(30));
    assertThat(ann.raw().readFrame().opcode()).isEqualTo(9);
    clock.advance(Duration.ofSeconds(30));

    assertThat(ann.raw().isClosedByServer()).isTrue();
    await().until(() -> gateway().rooms() == 0);
  }
}

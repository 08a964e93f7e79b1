package dev.carillon.channels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.core.CloseReason;
import dev.carillon.core.Mailbox;
import dev.carillon.net.OriginPolicy;
import dev.carillon.support.FakeClock;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Frame;
import dev.carillon.support.RawSocket.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Plain JSON over WebSocket (RFC 6455) as byte exchanges.
final class ChannelsTest {
  private static final ChannelsSettings DEFAULTS = ChannelsSettings.at("/chat");
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final byte[] NOTHING = {};

  private final FakeClock clock = new FakeClock();
  private Chat chat = new Chat(DEFAULTS);
  private Gateway gateway = start(chat);

  private Gateway start(Chat app) {
    return Gateway.builder().lanes(2).clock(clock).listen("127.0.0.1", 0, app.endpoint).start();
  }

  private void restart(ChannelsSettings settings) {
    gateway.close();
    chat = new Chat(settings);
    gateway = start(chat);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private RawSocket connect() {
    return RawSocket.connect(gateway.port(chat.endpoint));
  }

  private RawSocket open(String... headers) {
    RawSocket client = connect();
    assertThat(client.upgrade("/chat", headers).status()).isEqualTo(101);
    assertThat(client.readFrame().text()).isEqualTo("\"welcome\"");
    return client;
  }

  /// Asks for a WebSocket and returns the answer, whatever it is.
  private static Response ask(RawSocket client, String target, String... headers) {
    return client.send(RawSocket.upgradeHead(target, headers)).readResponse();
  }

  private static void join(RawSocket client, String room) {
    client.sendText("[\"join\",\"" + room + "\"]");
    assertThat(client.readFrame().text()).isEqualTo("\"joined " + room + "\"");
  }

  /// Asks for a sign of life: whatever was sent before has been taken once it is there.
  private static void assertServed(RawSocket client) {
    client.sendText("[\"me\"]");
    assertThat(client.readFrame().text()).isEqualTo("\"me\"");
  }

  // ---- messages ----

  @Test
  void answersAreTextFrames() {
    try (RawSocket client = open()) {
      client.sendText("[\"me\"]");
      assertThat(client.read(6)).containsExactly(TEXT, 4, '"', 'm', 'e', '"');
    }
  }

  @Test
  void binaryThatHoldsJsonIsTakenLikeText() {
    try (RawSocket client = open()) {
      client.sendBinary("[\"me\"]".getBytes(UTF_8));
      assertThat(client.readFrame().text()).isEqualTo("\"me\"");
    }
  }

  @Test
  void aBroadcastReachesTheRoomButForThoseWhoAreExcepted() {
    try (RawSocket ann = open();
        RawSocket ben = open();
        RawSocket eve = open()) {
      join(ann, "a");
      join(ben, "a");
      join(eve, "b");
      ann.sendText("[\"say\",\"a\",\"hello\"]");
      assertThat(ben.readFrame().text()).isEqualTo("{\"said\":\"hello\"}");
      chat.endpoint.broadcast("all", Set.of(), Set.of());
      assertThat(ann.readFrame().text()).isEqualTo("{\"said\":\"all\"}");
      assertThat(eve.readFrame().text()).isEqualTo("{\"said\":\"all\"}");
      chat.endpoint.broadcast("b", "b");
      assertThat(eve.readFrame().text()).isEqualTo("{\"said\":\"b\"}");
    }
  }

  @Test
  void whoeverIsInSeveralRoomsGetsABroadcastOnce() {
    try (RawSocket ann = open()) {
      join(ann, "a");
      join(ann, "b");
      join(ann, "b");
      chat.endpoint.broadcast("once", Set.of("a", "b"), Set.of());
      chat.endpoint.broadcast("next", "a");
      assertThat(ann.readFrame().text()).contains("once");
      assertThat(ann.readFrame().text()).contains("next");
    }
  }

  @Test
  void aRoomThatWasLeftIsSilentAndGone() {
    try (RawSocket ann = open()) {
      join(ann, "a");
      ann.sendText("[\"leave\",\"a\"]");
      assertServed(ann);
      chat.endpoint.broadcast("nobody", "a");
      chat.endpoint.broadcast("all", Set.of(), Set.of());
      assertThat(ann.readFrame().text()).contains("all");
      assertThat(gateway.rooms()).isZero();
    }
  }

  @Test
  void whatAClientSendsIsHandledInOrder() {
    try (RawSocket client = open()) {
      var expected = new ArrayList<String>();
      for (int i = 0; i < 500; i++) {
        client.sendText("[\"" + i + "\"]");
        expected.add("" + i);
      }
      for (String word : expected) {
        assertThat(client.readFrame().text()).isEqualTo('"' + word + '"');
      }
      assertThat(chat.heard).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {"{}|not-an-array", "nonsense|malformed", "[1] [2]|malformed", "''|malformed"})
  void whatIsNotInTheDialectIsLeftToTheListener(String json, String reason) {
    try (RawSocket client = open()) {
      client.sendText(json);
      assertThat(client.readFrame().text()).isEqualTo("\"bad: " + reason + '"');
      assertServed(client);
    }
  }

  @Test
  void deepNestingAndBadUtf8InBinaryAreLeftToTheListener() {
    try (RawSocket client = open()) {
      client.sendText("[".repeat(33) + "]".repeat(33));
      assertThat(client.readFrame().text()).isEqualTo("\"bad: too-deep\"");
      client.sendBinary(new byte[] {'[', '"', (byte) 0xFF, '"', ']'});
      assertThat(client.readFrame().text()).isEqualTo("\"bad: not-utf8\"");
    }
  }

  @Test
  void textThatIsNotUtf8EndsTheConnectionWith1007() {
    try (RawSocket client = open()) {
      client.sendFrame(TEXT, new byte[] {'"', (byte) 0xFF, '"'});
      assertThat(client.readFrame().closeCode()).isEqualTo(1007);
    }
  }

  @Test
  void aMessageAboveTheLimitEndsTheConnectionWith1009() {
    restart(DEFAULTS.with(to -> to.maxMessage = 100));
    try (RawSocket client = open()) {
      client.sendText("[\"" + "a".repeat(96) + "\"]");
      assertThat(client.readFrame().text()).hasSize(98);
      client.sendText("[\"" + "a".repeat(97) + "\"]");
      assertThat(client.readFrame().closeCode()).isEqualTo(1009);
    }
    await().untilAsserted(() -> assertThat(chat.closed).containsExactly(CloseReason.TOO_BIG));
  }

  @Test
  void compressedIsWhatIsWorthIt() throws Exception {
    restart(
        DEFAULTS.with(to -> {
          to.deflate = true;
          to.deflateThreshold = 20;
        }));
    try (RawSocket client =
        open("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")) {
      String word = "carillon".repeat(20);
      client.sendText("[\"" + word + "\"]");
      Frame frame = client.readFrame();
      assertThat(frame.isCompressed()).isTrue();
      var inflater = new Inflater(true);
      inflater.setInput(frame.payload());
      byte[] text = new byte[200];
      int length = inflater.inflate(text);
      inflater.end();
      assertThat(new String(text, 0, length, UTF_8)).isEqualTo('"' + word + '"');
      client.sendText("[\"short\"]");
      assertThat(client.readFrame().isCompressed()).isFalse();
    }
  }

  // ---- the door ----

  @Test
  void aPlainRequestIsToldToUpgrade() {
    try (RawSocket client = connect()) {
      Response response = client.request("GET", "/chat").readResponse();
      assertThat(response.status()).isEqualTo(426);
      assertThat(response.header("upgrade")).isEqualTo("websocket");
      assertThat(response.text()).isEqualTo("{\"error\":\"Upgrade required\"}");
    }
  }

  @Test
  void anotherPathIsNotFound() {
    try (RawSocket client = connect()) {
      assertThat(ask(client, "/chat/").status()).isEqualTo(404);
    }
  }

  @Test
  void withoutAPathAllAreServed() {
    restart(ChannelsSettings.at(null));
    try (RawSocket client = connect()) {
      assertThat(client.upgrade("/any/where?token=x").status()).isEqualTo(101);
    }
  }

  @Test
  void theAppMayRefuseWithAResponse() {
    try (RawSocket client = connect()) {
      Response response = ask(client, "/chat?let=no");
      assertThat(response.status()).isEqualTo(401);
      assertThat(response.text()).isEqualTo("{\"error\":\"no\"}");
    }
  }

  @Test
  void anAppThatFailsAtTheDoorCostsThatConnectionOnly() {
    restart(
        DEFAULTS.with(to -> {
          to.maxConnections = 1;
          to.maxConnectionsPerAddress = Integer.MAX_VALUE;
        }));
    try (RawSocket client = connect()) {
      assertThat(client.upgrade("/chat?let=broken").status()).isEqualTo(101);
      assertThat(client.isClosedByServer()).isTrue();
    }
    try (RawSocket client = open()) {
      assertThat(gateway.connections()).isOne();
      assertServed(client);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example,101",
    "https://app.example.evil,403",
    "http://app.example,403",
    "null,403"
  })
  void pagesOfOtherOriginsStayOutside(String origin, int status) {
    restart(DEFAULTS.with(to -> to.origins = OriginPolicy.allow(Set.of("https://app.example"))));
    try (RawSocket client = connect()) {
      assertThat(ask(client, "/chat", "Origin: " + origin).status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFirstSubprotocolIsAgreedToWhereTheAppSaysSo(boolean echoed) {
    restart(DEFAULTS.with(to -> to.echoSubprotocol = echoed));
    try (RawSocket client = connect()) {
      Response response = client.upgrade("/chat", "Sec-WebSocket-Protocol: v1.chat, other");
      assertThat(response.header("sec-websocket-protocol")).isEqualTo(echoed ? "v1.chat" : "");
    }
  }

  @Test
  void aFullEndpointRefusesUntilSomebodyLeaves() {
    restart(
        DEFAULTS.with(to -> {
          to.maxConnections = 2;
          to.maxConnectionsPerAddress = Integer.MAX_VALUE;
        }));
    try (RawSocket first = open();
        RawSocket second = open()) {
      try (RawSocket third = connect()) {
        assertThat(ask(third, "/chat").status()).isEqualTo(503);
      }
      second.reset();
      await().until(() -> gateway.connections() == 1);
      open().close();
      assertServed(first);
    }
  }

  @Test
  void oneAddressGetsNoMoreThanItsShare() {
    restart(
        DEFAULTS.with(to -> {
          to.maxConnections = 10;
          to.maxConnectionsPerAddress = 1;
        }));
    try (RawSocket first = open()) {
      try (RawSocket second = connect()) {
        assertThat(ask(second, "/chat").status()).isEqualTo(429);
      }
      first.reset();
      await().until(() -> gateway.connections() == 0);
      open().close();
    }
  }

  // ---- the heartbeat ----

  @Test
  void aClientThatAnswersPingsStays() {
    restart(
        DEFAULTS.with(to -> {
          to.pingInterval = Duration.ofSeconds(54);
          to.pongTimeout = Duration.ofSeconds(6);
        }));
    try (RawSocket client = open()) {
      for (int round = 0; round < 3; round++) {
        clock.advance(Duration.ofSeconds(53));
        assertServed(client); // no ping so far
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.readFrame().first()).isEqualTo(PING);
        client.sendFrame(PONG, NOTHING);
        assertServed(client); // so the pong was taken
      }
      assertThat(chat.closed).isEmpty();
    }
  }

  @Test
  void aClientThatDoesNotAnswerAPingIsEndedWhateverElseItSends() {
    try (RawSocket client = open()) {
      clock.advance(Duration.ofSeconds(30));
      assertThat(client.readFrame().first()).isEqualTo(PING);
      clock.advance(Duration.ofSeconds(29));
      assertServed(client);
      clock.advance(Duration.ofSeconds(1));
      assertThat(client.isClosedByServer()).isTrue();
    }
    await().untilAsserted(() -> assertThat(chat.closed).containsExactly(CloseReason.PING_TIMEOUT));
  }

  // ---- the end ----

  @Test
  void aCloseHasItsCodeAndPhraseBehindWhatWasSent() {
    try (RawSocket client = open()) {
      client.sendText("[\"me\"]").sendText("[\"bye\"]").sendText("[\"late\"]");
      assertThat(client.readFrame().text()).isEqualTo("\"me\"");
      assertThat(client.read(7)).containsExactly(CLOSE, 5, 0x0F, 0xA1, 'b', 'y', 'e');
    }
  }

  @Test
  void aCloseMayBeWithoutACode() {
    try (RawSocket client = open()) {
      client.sendText("[\"quiet\"]");
      assertThat(client.read(2)).containsExactly(CLOSE, 0);
    }
  }

  @Test
  void whoeverLeavesIsOutOfAllRoomsBeforeTheListenerHears() {
    try (RawSocket client = open()) {
      join(client, "a");
    }
    await().until(() -> !chat.closed.isEmpty());
    assertThat(gateway.rooms()).isZero();
    assertThat(gateway.connections()).isZero();
  }

  @Test
  void whenTheNodeStopsClientsHearTheReason() {
    restart(
        DEFAULTS.with(
            to -> to.shutdown = new CloseReason(1001, "Server shutting down", "shutdown")));
    try (RawSocket client = open()) {
      var stopping = Thread.startVirtualThread(() -> gateway.drain(Duration.ZERO));
      Frame frame = client.readFrame();
      assertThat(frame.closeCode()).isEqualTo(1001);
      assertThat(frame.text()).endsWith("Server shutting down");
      client.sendFrame(CLOSE, frame.payload());
      await().until(() -> !stopping.isAlive());
    }
  }

  // ---- those who ask too much ----

  @Test
  void aClientThatNeverReadsIsClosedAndItsNeighbourIsServed() {
    restart(DEFAULTS.with(to -> to.maxOutbound = 100_000));
    try (RawSocket slow = RawSocket.connect(gateway.port(chat.endpoint), 4096);
        RawSocket good = open()) {
      assertThat(slow.upgrade("/chat").status()).isEqualTo(101);
      join(good, "good");
      await().until(() -> gateway.connections() == 2);
      String large = "x".repeat(50_000);
      for (int i = 0; i < 400 && chat.closed.isEmpty(); i++) {
        chat.endpoint.broadcast(large, Set.of(), Set.of("good"));
      }
      await().untilAsserted(() -> assertThat(chat.closed).containsExactly(CloseReason.SLOW));
      assertServed(good);
    }
  }

  @Test
  void aClientThatSendsFasterThanItIsHandledIsReadNoFurther() throws Exception {
    var sent = new AtomicInteger();
    var mayHandle = new CompletableFuture<Void>();
    chat.onMessage = mayHandle::join;
    int messages = 30_000;
    try (RawSocket client = open()) {
      var sender =
          Thread.startVirtualThread(() -> {
            for (int i = 0; i < messages; i++) {
              client.sendText("[\"" + i + "\"]");
              sent.set(i);
            }
          });
      await().until(() -> sent.get() > 3 * Mailbox.PAUSE_AT);
      mayHandle.complete(null);
      for (int i = 0; i < messages; i++) {
        assertThat(client.readFrame().text()).isEqualTo("\"" + i + '"');
      }
      sender.join();
      assertThat(chat.closed).isEmpty();
    }
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    for (Runnable bad :
        List.<Runnable>of(
            () -> ChannelsSettings.at("chat"),
            () -> DEFAULTS.with(to -> to.maxMessage = 0),
            () ->
                DEFAULTS.with(to -> {
                  to.pingInterval = Duration.ZERO;
                  to.pongTimeout = Duration.ZERO;
                }))) {
      assertThatIllegalArgumentException().isThrownBy(bad::run);
    }
  }
}

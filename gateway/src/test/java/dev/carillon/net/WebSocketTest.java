package dev.carillon.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoded;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Frame;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// WebSocket frames (RFC 6455 §5 to §8) as byte exchanges.
final class WebSocketTest {
  private static final int FIN = 0x80;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final byte[] NOTHING = {};

  @RegisterExtension final EchoServer server = new EchoServer();

  private RawSocket open() {
    RawSocket client = server.connect();
    client.upgrade("/ws");
    return client;
  }

  private EchoEndpoint.Echo opened() throws InterruptedException {
    EchoEndpoint.Echo opened = server.endpoint.opened.poll(10, TimeUnit.SECONDS);
    assertThat(opened).isNotNull();
    return opened;
  }

  private static byte[] bytes(String text) {
    return EchoEndpoint.bytes(text);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private void assertFails(RawSocket client, int code) {
    Frame close = client.readFrame();
    assertThat(close.first()).isEqualTo(CLOSE);
    assertThat(close.closeCode()).isEqualTo(code);
    assertThat(client.isClosedByServer()).isTrue();
  }

  @ParameterizedTest // §5.2: all three forms of the length
  @ValueSource(ints = {0, 1, 7, 125, 126, 127, 65_535, 65_536, 100_000})
  void messagesOfAllLengthsPassUnchanged(int length) {
    byte[] message = new byte[length];
    for (int i = 0; i < length; i++) {
      message[i] = (byte) (i * 31);
    }
    try (var client = open()) {
      Frame echo = client.sendBinary(message).readFrame();
      assertThat(echo.first()).isEqualTo(BINARY);
      assertThat(echo.payload()).isEqualTo(message);
    }
  }

  @Test
  void framesMayArriveByteByByte() {
    try (var client = open()) {
      client.sendByteByByte(RawSocket.frame(TEXT, bytes("grüße ".repeat(30))));
      assertThat(client.readFrame().text()).isEqualTo("grüße ".repeat(30));
    }
  }

  @Test
  void manyFramesMayArriveAtOnce() {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000; i++) {
      all.writeBytes(RawSocket.frame(TEXT, bytes("message " + i)));
    }
    try (var client = open()) {
      client.send(all.toByteArray());
      for (int i = 0; i < 1_000; i++) {
        assertThat(client.readFrame().text()).isEqualTo("message " + i);
      }
    }
  }

  @Test // §5.1
  void unmaskedFrameFails() {
    try (var client = open()) {
      client.send(new byte[] {(byte) TEXT, 1, 'a'});
      assertFails(client, 1002);
    }
  }

  @ParameterizedTest // §5.2: reserved bits, of which none was negotiated; reserved opcodes
  @ValueSource(ints = {0xC1, 0xA1, 0x91, 0x83, 0x87, 0x8B, 0x8F, 0xC9})
  void reservedBitsAndOpcodesFail(int first) {
    try (var client = open()) {
      client.sendFrame(first, NOTHING);
      assertFails(client, 1002);
    }
  }

  @ParameterizedTest // §5.2: "the minimal number of bytes"; the top bit is 0
  @ValueSource(
      strings = {
        "82fe007d",
        "82ff000000000000ffff",
        "82ff8000000000000000",
        "82ffffffffffffffffff"
      })
  void lengthInTheWrongFormFails(String header) {
    try (var client = open()) {
      client.send(hex(header));
      assertFails(client, 1002);
    }
  }

  @Test // §5.5
  void controlFrameMustBeShortAndWhole() {
    try (var client = open()) {
      client.sendFrame(PING, new byte[126]);
      assertFails(client, 1002);
    }
    try (var client = open()) {
      client.sendFrame(PING & ~FIN, NOTHING);
      assertFails(client, 1002);
    }
  }

  @Test // §5.5.2, §5.5.3
  void pingIsAnsweredWithItsPayload() {
    try (var client = open()) {
      Frame pong = client.sendFrame(PING, bytes("are you there")).readFrame();
      assertThat(pong.first()).isEqualTo(PONG);
      assertThat(pong.text()).isEqualTo("are you there");
      assertThat(client.sendFrame(PING, new byte[125]).readFrame().payload()).hasSize(125);
    }
  }

  @Test // §5.5.2: "Upon receipt of a Ping frame, an endpoint MUST send a Pong frame in response"
  void eachOfSomePingsAtOnceIsAnswered() {
    try (var client = open()) {
      client.send(pings(FrameSocket.MAX_PONGS));
      for (int i = 0; i < FrameSocket.MAX_PONGS; i++) {
        assertThat(client.readFrame().text()).isEqualTo("ping " + i);
      }
      client.send(pings(10)); // counted anew for each read
      for (int i = 0; i < 10; i++) {
        assertThat(client.readFrame().text()).isEqualTo("ping " + i);
      }
    }
  }

  @Test // §5.5.3: "MAY elect to send a Pong frame for only the most recently processed Ping"
  void ofAFloodOfPingsTheLastIsAnswered() {
    try (var client = open()) {
      client.send(pings(1000));
      int pongs = 0;
      String last = "";
      while (!last.equals("ping 999")) {
        last = client.readFrame().text();
        pongs++;
      }
      assertThat(pongs).isGreaterThan(FrameSocket.MAX_PONGS).isLessThan(500);
    }
  }

  private static byte[] pings(int count) {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(RawSocket.frame(PING, bytes("ping " + i)));
    }
    return all.toByteArray();
  }

  @Test // §5.5.3
  void unsolicitedPongIsNoFault() throws InterruptedException {
    try (var client = open()) {
      client.sendFrame(PONG, bytes("x")).sendText("still here");
      assertThat(client.readFrame().text()).isEqualTo("still here");
      assertThat(opened().heard).containsExactly("pong", "text");
    }
  }

  @Test
  void pingOfOursIsAPingFrame() throws InterruptedException {
    try (var client = open()) {
      WebSocket socket = opened().socket;
      socket.lane().execute(socket::ping);
      assertThat(client.readFrame().first()).isEqualTo(PING);
    }
  }

  @Test // §5.4
  void fragmentsArePutTogetherAndControlFramesMayStandBetween() {
    try (var client = open()) {
      client.sendFrame(0x01, bytes("one "));
      client.sendFrame(PING, bytes("p"));
      client.sendFrame(0x00, NOTHING);
      client.sendFrame(0x00, bytes("two "));
      client.sendFrame(FIN, bytes("three"));
      assertThat(client.readFrame().first()).isEqualTo(PONG);
      assertThat(client.readFrame().text()).isEqualTo("one two three");
    }
  }

  @Test // §5.4
  void continuationOfNothingFails() {
    try (var client = open()) {
      client.sendFrame(FIN, bytes("x"));
      assertFails(client, 1002);
    }
  }

  @Test // §5.4
  void newMessageAmidAnotherFails() {
    try (var client = open()) {
      client.sendFrame(0x01, bytes("x")).sendText("y");
      assertFails(client, 1002);
    }
  }

  @Test // §7.4.1, 1009; §10.4
  void tooLongMessageFailsWhenItIsAnnounced() {
    try (var client = open()) {
      client.send(hex("82ff7fffffffffffffff"));
      assertFails(client, 1009);
    }
  }

  @Test
  void tooLongFragmentedMessageFails() {
    try (var client = open()) {
      client.sendFrame(0x02, new byte[99_999]).sendFrame(0x00, new byte[1]);
      client.sendFrame(0x00, new byte[1]);
      assertFails(client, 1009);
    }
  }

  @Test
  void messageInTooManyFragmentsFails() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(RawSocket.frame(0x02, NOTHING));
    for (int i = 0; i < 1024 + 100_000 / 64; i++) {
      all.writeBytes(RawSocket.frame(0x00, NOTHING));
    }
    try (var client = open()) {
      client.send(all.toByteArray());
      assertFails(client, 1009);
    }
  }

  @ParameterizedTest // §8.1; RFC 3629 §3, §4
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c080",
        "c1bf",
        "c2",
        "e0a0",
        "e080af",
        "eda080",
        "edbfbf",
        "f08080af",
        "f4908080",
        "f5808080",
        "ff",
        "61616161616161616180",
        "6161616161616161c3"
      })
  void textThatIsNotUtf8Fails(String text) {
    try (var client = open()) {
      client.sendFrame(TEXT, hex(text));
      assertFails(client, 1007);
    }
    try (var client = open()) {
      client.sendFrame(0x01, NOTHING);
      for (byte octet : hex(text)) {
        client.sendFrame(0x00, new byte[] {octet});
      }
      client.sendFrame(FIN, NOTHING);
      assertFails(client, 1007);
    }
  }

  @ParameterizedTest // §8.1: noticed before the rest of the frame has come
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 13, 127})
  void badTextIsNoticedWhereItIs(int before) {
    byte[] payload = "x".repeat(1_000).getBytes(UTF_8);
    payload[before] = (byte) 0xC3;
    byte[] frame = RawSocket.frame(TEXT, payload);
    int bad = frame.length - payload.length + before + 1; // an x behind it makes it bad
    try (var client = open()) {
      client.send(java.util.Arrays.copyOf(frame, bad + 1));
      assertFails(client, 1007);
    }
    try (var client = open()) {
      client.sendFrame(0x01, bytes("12345\u20ac")).sendFrame(0x00, new byte[] {(byte) 0xE2});
      byte[] rest = RawSocket.frame(FIN, payload); // completes no character
      client.send(java.util.Arrays.copyOf(rest, rest.length - payload.length + before + 2));
      assertFails(client, 1007);
    }
  }

  @Test
  void goodTextMayComeInAnyPieces() {
    String text = "a\u00e4\u20ac\ud83d\udd14".repeat(30);
    byte[] frame = RawSocket.frame(TEXT, bytes(text));
    try (var client = open()) {
      for (int piece = 1; piece < 12; piece++) {
        for (int at = 0; at < frame.length; at += piece) {
          client.send(java.util.Arrays.copyOfRange(frame, at, Math.min(frame.length, at + piece)));
        }
        assertThat(client.readFrame().text()).isEqualTo(text);
      }
    }
  }

  @Test // RFC 7692 §6.2: what is compressed is no text until it is inflated
  void aPartOfABinaryFrameIsNotTakenForText() {
    byte[] frame = RawSocket.frame(BINARY, hex("ffff80ff"));
    try (var client = open()) {
      for (byte octet : frame) {
        client.send(new byte[] {octet});
      }
      assertThat(client.readFrame().payload()).isEqualTo(hex("ffff80ff"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7f",
        "c280",
        "dfbf",
        "e0a080",
        "ed9fbf",
        "ee8080",
        "efbfbf",
        "f0908080",
        "f48fbfbf"
      })
  void textMayEndAFragmentAmidACharacter(String text) {
    try (var client = open()) {
      client.sendFrame(0x01, bytes("12345678"));
      for (byte octet : hex(text)) {
        client.sendFrame(0x00, new byte[] {octet});
      }
      client.sendFrame(FIN, bytes("x"));
      assertThat(client.readFrame().payload()).endsWith('x').startsWith(bytes("12345678"));
    }
  }

  @ParameterizedTest // §5.5.1, §7.4
  @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1011, 1012, 1014, 3000, 3999, 4000, 4999})
  void closeIsAnsweredWithItsCode(int code) throws InterruptedException {
    try (var client = open()) {
      client.sendFrame(CLOSE, closePayload(code, "bye"));
      Frame answer = client.readFrame();
      assertThat(answer.first()).isEqualTo(CLOSE);
      assertThat(answer.closeCode()).isEqualTo(code);
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(opened().closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.PEER);
    }
  }

  private static byte[] closePayload(int code, String phrase) {
    var payload = new ByteArrayOutputStream();
    payload.write(code >>> 8);
    payload.write(code);
    payload.writeBytes(bytes(phrase));
    return payload.toByteArray();
  }

  @Test // §7.1.5
  void closeWithoutACodeIsAnsweredWithoutOne() {
    try (var client = open()) {
      assertThat(client.sendFrame(CLOSE, NOTHING).readFrame().payload()).isEmpty();
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest // §5.5.1, §7.4.1, §7.4.2
  @CsvSource({
    "00, 1002",
    "0000, 1002",
    "03e7, 1002",
    "03ec, 1002",
    "03ed, 1002",
    "03ee, 1002",
    "03f7, 1002",
    "03f8, 1002",
    "0bb7, 1002",
    "1388, 1002",
    "03e8ff, 1007"
  })
  void unusableCloseFails(String payload, int code) {
    try (var client = open()) {
      client.sendFrame(CLOSE, hex(payload));
      assertFails(client, code);
    }
  }

  @Test // §5.5.1
  void nothingIsHeardAfterAClose() throws InterruptedException {
    try (var client = open()) {
      var all = new ByteArrayOutputStream();
      all.writeBytes(RawSocket.frame(CLOSE, closePayload(1000, "")));
      all.writeBytes(RawSocket.frame(TEXT, bytes("late")));
      client.send(all.toByteArray());
      assertFails(client, 1000);
      EchoEndpoint.Echo echo = opened();
      await().until(() -> !echo.closed.isEmpty());
      assertThat(echo.heard).containsExactly("closed");
    }
  }

  @Test // §7.1.1, §7.1.2
  void closeOfOursWaitsForTheAnswer() throws InterruptedException {
    try (var client = open()) {
      EchoEndpoint.Echo echo = opened();
      echo.socket
          .lane()
          .execute(() -> {
            echo.socket.append(Frames.frame(bytes("last words"), Frames.TEXT));
            echo.socket.close(CloseReason.SHUTDOWN);
            echo.socket.append(Frames.frame(bytes("too late"), Frames.TEXT));
          });
      assertThat(client.readFrame().text()).isEqualTo("last words");
      Frame close = client.readFrame();
      assertThat(close.closeCode()).isEqualTo(1001);
      assertThat(new String(close.payload(), 2, close.payload().length - 2, UTF_8))
          .isEqualTo("server shutting down");
      client.sendText("crossing");
      client.sendFrame(CLOSE, closePayload(1001, ""));
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(echo.closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.SHUTDOWN);
      assertThat(echo.heard).containsExactly("closed");
    }
  }

  @Test
  void closeWithoutCodeHasNone() throws InterruptedException {
    try (var client = open()) {
      EchoEndpoint.Echo echo = opened();
      echo.socket.lane().execute(() -> echo.socket.closeWithoutCode(CloseReason.SERVER));
      assertThat(client.readFrame().closeCode()).isEqualTo(1005);
      client.sendFrame(CLOSE, NOTHING);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void peerThatDoesNotAnswerACloseIsCutOff() throws InterruptedException {
    try (var client = open()) {
      EchoEndpoint.Echo echo = opened();
      echo.socket.lane().execute(() -> echo.socket.close(CloseReason.SERVER));
      assertThat(client.readFrame().closeCode()).isEqualTo(1000);
      assertThat(echo.closed).isEmpty();
      server.clock.advance(Duration.ofMillis(FrameSocket.CLOSE_TIMEOUT_MILLIS));
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(echo.closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.SERVER);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void peerThatGoesAwayIsLost(boolean byReset) throws InterruptedException {
    try (var client = open()) {
      client.send(hex("8285")); // amid a frame
      client.sendFrame(0x01, NOTHING);
      if (byReset) {
        client.reset();
      } else {
        client.endOutput();
      }
      assertThat(opened().closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.LOST);
    }
  }

  @Test
  void terminateSendsNothing() throws InterruptedException {
    try (var client = open()) {
      EchoEndpoint.Echo echo = opened();
      echo.socket.lane().execute(() -> echo.socket.terminate(CloseReason.PING_TIMEOUT));
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(echo.closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.PING_TIMEOUT);
    }
  }

  @Test
  void clientThatDoesNotReadIsClosedAndItsMemoryFreed() throws InterruptedException {
    try (var client = RawSocket.connect(server.listener.port(), 4096)) {
      client.upgrade("/ws");
      EchoEndpoint.Echo echo = opened();
      flood(echo, 400);
      assertThat(echo.closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.SLOW);
    }
  }

  @Test
  void allowanceLetsAReplayPassOnce() throws InterruptedException {
    try (var client = RawSocket.connect(server.listener.port(), 4096)) {
      client.upgrade("/ws");
      EchoEndpoint.Echo echo = opened();
      echo.socket.lane().execute(() -> echo.socket.allow(400L * 65_546));
      flood(echo, 400);
      for (int i = 0; i < 400; i++) {
        assertThat(client.readFrame().payload()).hasSize(65_536);
      }
      await().until(() -> echo.heard.contains("writable"));
      flood(echo, 400);
      assertThat(echo.closed.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.SLOW);
    }
  }

  private static void flood(EchoEndpoint.Echo echo, int messages) {
    Encoded message = Frames.frame(new byte[65_536], Frames.BINARY);
    echo.socket
        .lane()
        .execute(() -> {
          for (int i = 0; i < messages; i++) {
            echo.socket.append(message);
          }
        });
  }

  @Test
  void socketThatDoesNotReadHoldsBackWhatCame() throws InterruptedException {
    try (var client = open()) {
      EchoEndpoint.Echo echo = opened();
      WebSocket socket = echo.socket;
      client.sendText("one");
      client.readFrame();
      socket.lane().execute(() -> socket.setReading(false));
      socket.lane().execute(() -> socket.setReading(true));
      client.sendText("two").sendText("three");
      assertThat(client.readFrame().text()).isEqualTo("two");
      assertThat(client.readFrame().text()).isEqualTo("three");
    }
  }

  @Test
  void burstLeavesInOneWritePerSocket() throws InterruptedException {
    server.endpoint.lane = server.loops.lanes().getFirst();
    var clients = new ArrayList<RawSocket>();
    var sockets = new ArrayList<FrameSocket>();
    for (int i = 0; i < 100; i++) {
      clients.add(open());
      sockets.add((FrameSocket) opened().socket);
    }
    var writes = new AtomicInteger();
    var flushes = new AtomicInteger();
    var lane = server.loops.lanes().getFirst();
    lane.execute(() -> sockets.forEach(s -> count(s, writes, flushes)));
    List<Encoded> burst = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      burst.add(Frames.frame(bytes("message " + i), Frames.TEXT));
    }
    lane.execute(() -> burst.forEach(m -> sockets.forEach(s -> s.append(m))));
    for (RawSocket client : clients) {
      for (int i = 0; i < 32; i++) {
        assertThat(client.readFrame().text()).isEqualTo("message " + i);
      }
      client.close();
    }
    assertThat(writes).hasValue(100);
    assertThat(flushes).hasValue(100);
  }

  private static void count(FrameSocket socket, AtomicInteger writes, AtomicInteger flushes) {
    socket
        .channel()
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
                writes.incrementAndGet();
                ctx.write(msg, promise);
              }

              @Override
              public void flush(ChannelHandlerContext ctx) {
                flushes.incrementAndGet();
                ctx.flush();
              }
            });
  }
}

package dev.carillon.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.Encoded;
import dev.carillon.support.RawSocket;
import dev.carillon.support.RawSocket.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// permessage-deflate (RFC 7692) as byte exchanges.
final class DeflateTest {
  private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
  private static final String ANSWER =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  private static final int COMPRESSED_TEXT = 0xC1;
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  @RegisterExtension final EchoServer server = new EchoServer();

  private RawSocket open() {
    RawSocket client = server.connect();
    assertThat(client.upgrade("/ws", OFFER).header("sec-websocket-extensions")).isEqualTo(ANSWER);
    return client;
  }

  private static byte[] deflate(byte[] message) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out =
        new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, true), true)) {
      out.write(message);
      out.flush();
      return Arrays.copyOf(bytes.toByteArray(), bytes.size() - TAIL.length);
    }
  }

  private static String inflate(byte[] payload) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new InflaterOutputStream(bytes, new Inflater(true));
    out.write(payload);
    out.write(TAIL);
    out.flush();
    return bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
  }

  @ParameterizedTest // §7.1.2.1
  @ValueSource(
      strings = {
        "permessage-deflate; server_max_window_bits=15; client_no_context_takeover",
        "permessage-deflate; SERVER_MAX_WINDOW_BITS=\"15\"",
        "permessage-deflate; server_max_window_bits=9, permessage-deflate; server_max_window_bits=15"
      })
  void aWindowThatWasAskedForIsNamed(String offer) {
    assertThat(Deflate.negotiate(offer)).isEqualTo(ANSWER + "; server_max_window_bits=15");
  }

  @ParameterizedTest // §7.1
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=\"10\"; server_no_context_takeover",
        "permessage-unknown, permessage-deflate",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate",
        "permessage-deflate; what, PerMessage-Deflate; client_max_window_bits=8"
      })
  void usableOffersAreAccepted(String offer) {
    assertThat(Deflate.negotiate(offer)).isEqualTo(ANSWER);
  }

  @ParameterizedTest // §7.1
  @ValueSource(
      strings = {
        "",
        "permessage-bzip2",
        "permessage-deflate; unknown",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_max_window_bits=08",
        "permessage-deflate; client_no_context_takeover=1",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover"
      })
  void otherOffersAreDeclined(String offer) {
    assertThat(Deflate.negotiate(offer)).isNull();
  }

  @Test
  void nothingIsAgreedToWhenItIsOff() {
    server.endpoint.settings = new WebSocketSettings(1000, 1000, false, 0);
    try (var client = server.connect()) {
      assertThat(client.upgrade("/ws", OFFER).headers())
          .doesNotContainKey("sec-websocket-extensions");
    }
  }

  @Test // §7.2.3.1 has these bytes
  void exampleOfTheSpecificationIsUnderstood() {
    try (var client = open()) {
      client.sendFrame(COMPRESSED_TEXT, HexFormat.of().parseHex("f248cdc9c90700"));
      assertThat(client.readFrame().text()).isEqualTo("Hello");
      // §7.2.3.3: without compression; §7.2.3.4: with BFINAL set
      client.sendFrame(COMPRESSED_TEXT, HexFormat.of().parseHex("000500faff48656c6c6f00"));
      assertThat(client.readFrame().text()).isEqualTo("Hello");
      client.sendFrame(COMPRESSED_TEXT, HexFormat.of().parseHex("f348cdc9c9070000"));
      assertThat(client.readFrame().text()).isEqualTo("Hello");
    }
  }

  @Test
  void longMessagesAreCompressedBothWays() throws IOException {
    String message = "ring the bells ".repeat(1_000);
    try (var client = open()) {
      for (int i = 0; i < 3; i++) {
        client.sendFrame(COMPRESSED_TEXT, deflate(EchoEndpoint.bytes(message)));
        Frame echo = client.readFrame();
        assertThat(echo.first()).isEqualTo(COMPRESSED_TEXT);
        assertThat(echo.payload()).hasSizeLessThan(500);
        assertThat(inflate(echo.payload())).isEqualTo(message);
      }
    }
  }

  @Test // §6.1: RSV1 is set on the first fragment only
  void fragmentsOfACompressedMessageArePutTogether() throws IOException {
    byte[] payload = deflate(EchoEndpoint.bytes("ä fragmented message"));
    try (var client = open()) {
      client.sendFrame(0x41, Arrays.copyOf(payload, 3));
      client.sendFrame(0x80, Arrays.copyOfRange(payload, 3, payload.length));
      assertThat(client.readFrame().text()).isEqualTo("ä fragmented message");
      client.sendFrame(0x41, Arrays.copyOf(payload, 3));
      client.sendFrame(0xC0, Arrays.copyOfRange(payload, 3, payload.length));
      assertThat(client.readFrame().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void shortAndUncompressedMessagesPassAsTheyAre() {
    try (var client = open()) {
      Frame echo = client.sendText("short").readFrame();
      assertThat(echo.isCompressed()).isFalse();
      assertThat(echo.text()).isEqualTo("short");
    }
  }

  @Test // §8.1; RFC 6455 §7.4.1
  void bombEndsWith1009() throws IOException {
    try (var client = open()) {
      client.sendFrame(COMPRESSED_TEXT, deflate(new byte[50_000_000]));
      assertThat(client.readFrame().closeCode()).isEqualTo(1009);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void garbageEndsWith1002AndBadTextWith1007() throws IOException {
    try (var client = open()) {
      client.sendFrame(COMPRESSED_TEXT, new byte[] {-1, -1, -1, -1});
      assertThat(client.readFrame().closeCode()).isEqualTo(1002);
    }
    try (var client = open()) {
      client.sendFrame(COMPRESSED_TEXT, deflate(new byte[] {'a', -1}));
      assertThat(client.readFrame().closeCode()).isEqualTo(1007);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 125, 126, 10_000, 70_000, 1_000_000})
  void frameIsNeverLongerThanUncompressed(int length) throws IOException {
    byte[] noise = new byte[length];
    new java.util.Random(length).nextBytes(noise);
    Encoded frame = Frames.deflated(noise, Frames.BINARY, 64);
    assertThat(frame.length()).isLessThanOrEqualTo(Frames.frame(noise, Frames.BINARY).length());
    Encoded zeros = Frames.deflated(new byte[length], Frames.TEXT, 64);
    int headerBytes = (zeros.array()[zeros.offset() + 1] & 0x7F) == 126 ? 4 : 2;
    byte[] payload =
        Arrays.copyOfRange(
            zeros.array(), zeros.offset() + headerBytes, zeros.offset() + zeros.length());
    boolean compressed = (zeros.array()[zeros.offset()] & 0x40) != 0;
    assertThat(compressed).isEqualTo(length >= 64);
    assertThat(compressed ? inflate(payload).length() : payload.length).isEqualTo(length);
  }
}

package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Message;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes over the wire, byte by byte.
final class PacketMessageTest {
  private static final Delivery PLAIN = Delivery.at(42, Delivery.NEVER);

  // Socket.IO protocol v5, "Packet encoding"
  @Test
  void anEventIsATypeAnArrayAndNothingElse() {
    assertThat(polled(event("/", Packet.NO_ACK, "x", 1))).isEqualTo("42[\"x\",1]");
    assertThat(polled(event("/admin", Packet.NO_ACK, "x"))).isEqualTo("42/admin,[\"x\"]");
    assertThat(polled(event("/", 0, "x"))).isEqualTo("420[\"x\"]");
    assertThat(polled(event("/grün", 12, "x"))).isEqualTo("42/grün,12[\"x\"]");
  }

  @Test
  void anAckEchoesItsId() {
    assertThat(polled(PacketMessage.ack("/", 0, PacketEncoder.ack(), PLAIN))).isEqualTo("430[]");
    assertThat(polled(PacketMessage.ack("/a", 7, PacketEncoder.ack("b", 1), PLAIN)))
        .isEqualTo("43/a,7[\"b\",1]");
  }

  // "Packet types", "CONNECT", "CONNECT_ERROR", "DISCONNECT"
  @Test
  void controlPacketsSayWhatClientsExpect() {
    assertThat(polled(PacketMessage.connect("/", "abc", null, PLAIN)))
        .isEqualTo("40{\"sid\":\"abc\"}");
    assertThat(polled(PacketMessage.connect("/a", "abc", "def", PLAIN)))
        .isEqualTo("40/a,{\"sid\":\"abc\",\"pid\":\"def\"}");
    assertThat(polled(PacketMessage.connectError("/random", "Invalid namespace", null, PLAIN)))
        .isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
    assertThat(polled(PacketMessage.connectError("/", "no", Map.of("code", 1), PLAIN)))
        .isEqualTo("44{\"message\":\"no\",\"data\":{\"code\":1}}");
    assertThat(polled(PacketMessage.disconnect("/", PLAIN))).isEqualTo("41");
    assertThat(polled(PacketMessage.disconnect("/a", PLAIN))).isEqualTo("41/a,");
  }

  // Connection state recovery: the position is one more argument at the end.
  @Test
  void aNumberedEventEndsWithItsPosition() {
    Delivery numbered = PLAIN.numbered(17, "epoch.17");
    PacketMessage encoded =
        PacketMessage.event("/", Packet.NO_ACK, PacketEncoder.event("x"), numbered);
    PacketMessage relayed =
        PacketMessage.event(EventPrefix.of("/a", "x"), Json.raw("{}".getBytes(UTF_8)), numbered);

    assertThat(polled(encoded)).isEqualTo("42[\"x\",\"epoch.17\"]");
    assertThat(polled(relayed)).isEqualTo("42/a,[\"x\",{},\"epoch.17\"]");
    assertThat(encoded.number()).isEqualTo(17);
    assertThat(encoded.isVolatile()).isFalse();
    assertThat(encoded.arrivedNanos()).isEqualTo(42);
  }

  @Test
  void whatIsAnsweredHasNoPosition() {
    Delivery numbered = PLAIN.numbered(17, "epoch.17");

    assertThatThrownBy(() -> PacketMessage.event("/", 1, PacketEncoder.event("x"), numbered))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(PLAIN.asVolatile().isVolatile()).isTrue();
    assertThat(PLAIN.number()).isEqualTo(Message.UNNUMBERED);
  }

  @Test
  void aRelayedArgumentIsNotTouched() {
    String raw = "{ \"key\" : 1.0e5, \"é\":\"\\u00e9\" }";
    PacketMessage message =
        PacketMessage.event(EventPrefix.of("/", "records"), Json.raw(raw.getBytes(UTF_8)), PLAIN);

    assertThat(polled(message)).isEqualTo("42[\"records\"," + raw + "]");
  }

  // RFC 6455 §5.2: the payload length takes 7 bits, 7+16 or 7+64.
  @ParameterizedTest
  @ValueSource(ints = {10, 124, 125, 126, 65_535, 65_536, 70_000})
  void aFrameHasAHeaderOfItsLength(int payloadLength) {
    String text = "s".repeat(payloadLength - "42[\"x\",\"\"]".length());
    Encoded frame = event("/", Packet.NO_ACK, "x", text).encoded(Encoding.WEBSOCKET);

    String length =
        payloadLength < 126
            ? "%02x".formatted(payloadLength)
            : payloadLength < 65_536
                ? "7e%04x".formatted(payloadLength)
                : "7f%016x".formatted(payloadLength);
    String header = "81" + length;
    assertThat(hex(frame)).startsWith(header + "34325b");
    assertThat(frame.length()).isEqualTo(header.length() / 2 + payloadLength);
    assertThat(frame.array()).hasSize(frame.length());
  }

  // Engine.IO protocol v4, "Packet encoding": binary is a bare frame on WebSocket.
  @Test
  void attachmentsAreFramesAfterTheText() {
    PacketMessage message = event("/", Packet.NO_ACK, "x", new byte[] {1, 2}, new byte[0]);
    String text = "452-[\"x\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";

    assertThat(hex(message.encoded(Encoding.WEBSOCKET)))
        .isEqualTo(
            "81%02x%s".formatted(text.length(), ByteBufUtil.hexDump(text.getBytes(UTF_8)))
                + "82020102"
                + "8200");
  }

  // Engine.IO protocol v4, "HTTP long-polling"
  @Test
  void attachmentsArePolledAsBase64() {
    PacketMessage message =
        PacketMessage.ack(
            "/a", 5, PacketEncoder.ack(new byte[] {1, 2, 3, 4}, new byte[] {-1}), PLAIN);

    assertThat(polled(message))
        .isEqualTo(
            "462-/a,5[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]"
                + "\u001ebAQIDBA==\u001eb/w==");
  }

  @Test
  void aPollSharesTheArrayOfTheFrame() {
    PacketMessage message = event("/", Packet.NO_ACK, "x", "y");

    assertThat(message.encoded(Encoding.POLLING).array())
        .isSameAs(message.encoded(Encoding.WEBSOCKET).array());
    assertThat(message.size()).isBetween(10, 200);
  }

  // RFC 7692 §6 and §7.2.2: the first reserved bit says that a frame is compressed, and the payload
  // continues with the four bytes that were cut off.
  @Test
  void longPayloadsAreCompressedAndShortOnesAreNot() throws DataFormatException {
    byte[] attachment = new byte[3_000];
    PacketMessage message =
        PacketMessage.event(
            "/", Packet.NO_ACK, PacketEncoder.event("x", attachment), Delivery.at(0, 1_024));
    Encoded plain = message.encoded(Encoding.WEBSOCKET);
    Encoded deflated = message.encoded(Encoding.WEBSOCKET_DEFLATE);
    int text = 2 + (plain.array()[1] & 0x7f);

    assertThat(hex(deflated)).startsWith(hex(plain).substring(0, 2 * text) + "c2");
    byte[] body =
        Arrays.copyOfRange(
            deflated.array(), deflated.offset() + text + 2, deflated.offset() + deflated.length());
    Inflater inflater = new Inflater(true);
    inflater.setInput(ByteBufUtil.decodeHexDump(ByteBufUtil.hexDump(body) + "0000ffff"));
    byte[] inflated = new byte[4_000];
    int length = inflater.inflate(inflated);
    inflater.end();
    assertThat(Arrays.copyOf(inflated, length)).isEqualTo(attachment);
  }

  @Test
  void shortMessagesShareTheirFramesWithConnectionsThatCompress() {
    PacketMessage message =
        PacketMessage.event("/", Packet.NO_ACK, PacketEncoder.event("x"), Delivery.at(0, 1_024));

    assertThat(message.encoded(Encoding.WEBSOCKET_DEFLATE))
        .isSameAs(message.encoded(Encoding.WEBSOCKET));
  }

  private static PacketMessage event(String namespace, long ackId, String name, Object... args) {
    return PacketMessage.event(namespace, ackId, PacketEncoder.event(name, args), PLAIN);
  }

  private static String polled(PacketMessage message) {
    Encoded polled = message.encoded(Encoding.POLLING);
    return new String(polled.array(), polled.offset(), polled.length(), UTF_8);
  }

  private static String hex(Encoded encoded) {
    return ByteBufUtil.hexDump(
        Arrays.copyOfRange(encoded.array(), encoded.offset(), encoded.offset() + encoded.length()));
  }
}

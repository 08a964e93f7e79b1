package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a server emits (Socket.IO protocol v5, "Packet encoding").
final class PacketEncoderTest {

  @SuppressWarnings("ArrayRecordComponent") // what a user may well write
  record Point(int x, List<String> tags, byte @Nullable [] blob) {}

  @Test
  void allKindsOfValuesHaveAJsonForm() {
    var map = new LinkedHashMap<String, Object>();
    map.put("b", 1);
    map.put("a", List.of(true, "x"));

    assertThat(
            json(
                PacketEncoder.event(
                    "e", null, "s", 1, 2L, 1.5, true, map, new int[] {1, 2}, new String[] {"q"})))
        .isEqualTo("[\"e\",null,\"s\",1,2,1.5,true,{\"b\":1,\"a\":[true,\"x\"]},[1,2],[\"q\"]]");
    assertThat(json(PacketEncoder.event("e", new Point(1, List.of("t"), null))))
        .isEqualTo("[\"e\",{\"x\":1,\"tags\":[\"t\"],\"blob\":null}]");
    assertThat(json(PacketEncoder.event("e", JsonNodeFactory.instance.objectNode().put("k", 1))))
        .isEqualTo("[\"e\",{\"k\":1}]");
    assertThat(json(PacketEncoder.event("e"))).isEqualTo("[\"e\"]");
    assertThat(json(PacketEncoder.ack())).isEqualTo("[]");
    assertThat(json(PacketEncoder.ack("a", 1))).isEqualTo("[\"a\",1]");
  }

  @Test
  void numbersKeepTheirDigits() {
    var big = new BigInteger("123456789012345678901234567890");
    var decimal = new BigDecimal("0.1000000000000000000000000000000001");

    assertThat(json(PacketEncoder.ack(Long.MAX_VALUE, big, decimal)))
        .isEqualTo("[9223372036854775807," + big + "," + decimal + "]");
  }

  // As JSON.stringify, which knows no other form for these.
  @Test
  void whatIsNoNumberBecomesNull() {
    double[] array = {1.5, Double.NaN};

    assertThat(
            json(
                PacketEncoder.ack(
                    Double.NaN, Float.NEGATIVE_INFINITY, array, Map.of("v", Double.NaN))))
        .isEqualTo("[null,null,[1.5,null],{\"v\":null}]");
    assertThat(Json.of(Double.POSITIVE_INFINITY)).hasToString("null");
  }

  @Test
  void textIsUtf8AsJavaScriptWritesIt() {
    assertThat(json(PacketEncoder.event("grün/", "é€😀\u2028</script>\"\\\n\u001e")))
        .isEqualTo("[\"grün/\",\"é€😀\u2028</script>\\\"\\\\\\n\\u001E\"]");
  }

  // Half of a surrogate pair has no form in UTF-8, and a broken frame ends the connection.
  @Test
  void halvesOfSurrogatePairsAreEscaped() {
    EncodedEvent encoded = PacketEncoder.event("e", "a\ud83dz", "\ude00", Map.of("\ud83d", "😀"));

    assertThat(json(encoded)).isEqualTo("[\"e\",\"a\\uD83Dz\",\"\\uDE00\",{\"\\uD83D\":\"😀\"}]");
    assertThat(Json.of("\udfff")).hasToString("\"\\uDFFF\"");
  }

  @Test
  void rawJsonIsRelayedByteForByte() {
    Json raw = Json.raw("{ \"z\":1.0, \"a\" : 1e2,\"\\u00e9\":[ ] }".getBytes(UTF_8));

    assertThat(json(PacketEncoder.event("e", raw, Map.of("in", raw))))
        .isEqualTo("[\"e\"," + raw + ",{\"in\":" + raw + "}]");
  }

  // "Packet types", "BINARY_EVENT": attachments are numbered in the order of their placeholders.
  @Test
  void binaryAtAnyDepthBecomesAnAttachment() {
    var map = new LinkedHashMap<String, Object>();
    map.put("list", List.of(new byte[] {2}, ByteBuffer.wrap(new byte[] {0, 3, 0}, 1, 1)));
    map.put("node", BinaryNode.valueOf(new byte[] {4}));
    var tree = JsonNodeFactory.instance.objectNode().put("deep", new byte[] {5});

    EncodedEvent encoded =
        PacketEncoder.event(
            "e", new byte[] {1}, map, tree, new Point(1, List.of(), new byte[] {6}));

    assertThat(json(encoded))
        .isEqualTo(
            "[\"e\",{\"_placeholder\":true,\"num\":0},"
                + "{\"list\":[{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":2}],"
                + "\"node\":{\"_placeholder\":true,\"num\":3}},"
                + "{\"deep\":{\"_placeholder\":true,\"num\":4}},"
                + "{\"x\":1,\"tags\":[],\"blob\":{\"_placeholder\":true,\"num\":5}}]");
    assertThat(encoded.attachments()).isDeepEqualTo(new byte[][] {{1}, {2}, {3}, {4}, {5}, {6}});
  }

  @Test
  void attachmentsAreCopies() {
    byte[] mine = {1};
    EncodedEvent encoded = PacketEncoder.event("e", mine);
    mine[0] = 2;

    assertThat(encoded.attachments()[0]).containsExactly(1);
  }

  @Test
  void argumentsAreSplicedByteForByte() {
    Arguments arguments = decode("2[\"in\", 1.50 , {\"a\" :1}]");

    assertThat(json(PacketEncoder.event("out", "before", arguments, "after")))
        .isEqualTo("[\"out\",\"before\",1.50 , {\"a\" :1},\"after\"]");
    assertThat(json(PacketEncoder.ack(arguments))).isEqualTo("[1.50 , {\"a\" :1}]");
    assertThat(json(PacketEncoder.event("out", decode("2[\"in\"]"), 1))).isEqualTo("[\"out\",1]");
    assertThat(json(PacketEncoder.event("out", Map.of("all", arguments))))
        .isEqualTo("[\"out\",{\"all\":[1.50,{\"a\":1}]}]");
  }

  @Test
  void splicedAttachmentsGetNewNumbers() {
    Arguments arguments =
        decode(
            "52-[\"in\",{\"_placeholder\":true,\"num\":1},[{\"num\":0.0,\"_placeholder\":true}]]",
            new byte[] {10},
            new byte[] {11});

    EncodedEvent encoded = PacketEncoder.event("out", new byte[] {9}, arguments, new byte[] {12});

    assertThat(json(encoded))
        .isEqualTo(
            "[\"out\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":2},"
                + "[{\"num\":1,\"_placeholder\":true}],{\"_placeholder\":true,\"num\":3}]");
    assertThat(encoded.attachments()).isDeepEqualTo(new byte[][] {{9}, {10}, {11}, {12}});
  }

  // A client that was sent a wrong number would end its connection: one client must not be able to
  // do that to others.
  @Test
  void whatLooksLikeAPlaceholderIsNotSentWithBinary() {
    Arguments forged = decode("2[\"in\",{\"_placeholder\":true,\"num\":0}]");

    assertThat(json(PacketEncoder.event("out", forged)))
        .isEqualTo("[\"out\",{\"_placeholder\":true,\"num\":0}]");
    assertThatThrownBy(() -> PacketEncoder.event("out", forged, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> PacketEncoder.event("out", Map.of("_placeholder", true, "num", 9), new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect",
        "connect_error",
        "disconnect",
        "disconnecting",
        "newListener",
        "removeListener"
      })
  void reservedNamesAreNotEmitted(String name) {
    assertThatThrownBy(() -> PacketEncoder.event(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  @Test
  void whatHasNoJsonFormIsRefusedWithoutBeingQuoted() {
    var loop = new java.util.ArrayList<@Nullable Object>(List.of("s3cret"));
    loop.add(loop);

    assertThatThrownBy(() -> PacketEncoder.event("e", loop))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> Json.of(loop)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatWasEncodedIsDecodedAlike() {
    var text = "ü€😀 \"quoted\" \\ \u0000";
    var big = new BigInteger("98765432109876543210");
    var decoded =
        arguments(PacketEncoder.event("e", text, big, new byte[] {1, 2}, null, Map.of("k", 1.25)));

    assertThat(decoded.text(0)).isEqualTo(text);
    assertThat(decoded.get(1).bigIntegerValue()).isEqualTo(big);
    assertThat(decoded.binary(2)).containsExactly(1, 2);
    assertThat(decoded.get(3).isNull()).isTrue();
    assertThat(decoded.get(4).get("k").decimalValue()).isEqualTo("1.25");
  }

  private static String json(EncodedEvent encoded) {
    return new String(encoded.json(), UTF_8) + "]";
  }

  private static Arguments arguments(EncodedEvent encoded) {
    byte[][] attachments = encoded.attachments();
    String head = attachments.length == 0 ? "2" : "5" + attachments.length + "-";
    return decode(head + json(encoded), attachments);
  }

  private static Arguments decode(String packet, byte[]... attachments) {
    PacketDecoder decoder = new PacketDecoder(100);
    Packet decoded = decoder.text(packet.getBytes(UTF_8));
    for (byte[] attachment : Arrays.asList(attachments)) {
      decoded = decoder.binary(attachment);
    }
    return ((Packet.Event) Objects.requireNonNull(decoded)).arguments();
  }
}

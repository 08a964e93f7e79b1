package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server must understand and refuse (Socket.IO protocol v5, "Packet encoding").
final class PacketDecoderTest {
  private final PacketDecoder decoder = new PacketDecoder(PacketDecoder.DEFAULT_MAX_ATTACHMENTS);

  // "Packet types", "CONNECT"
  @Test
  void connectMayCarryAnObject() {
    var connect = whole(Packet.Connect.class, text("0{\"token\":\"s3cret\"}"));

    assertThat(connect.namespace()).isEqualTo("/");
    assertThat(connect.auth()).hasToString("{\"token\":\"s3cret\"}");
    assertThat(connect.toString()).doesNotContain("s3cret");
  }

  @Test
  void connectMayCarryNothing() {
    assertThat(text("0")).isEqualTo(new Packet.Connect("/", null));
    assertThat(text("0/")).isEqualTo(new Packet.Connect("/", null));
    assertThat(text("0/,")).isEqualTo(new Packet.Connect("/", null));
  }

  // v5 takes the name as it is, with whatever looks like a query.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0/admin|/admin", "0/admin,|/admin", "0/a?b=c,{}|/a?b=c", "0/grün,|/grün"})
  void aNamespaceGoesUpToTheComma(String packet, String namespace) {
    assertThat(text(packet)).extracting(Packet::namespace).isEqualTo(namespace);
  }

  @Test
  void disconnectIsBare() {
    assertThat(text("1")).isEqualTo(new Packet.Disconnect("/"));
    assertThat(text("1/admin,")).isEqualTo(new Packet.Disconnect("/admin"));
  }

  // "Packet types", "EVENT"
  @Test
  void anEventHasANameAndArguments() {
    var event = event("2[\"hello\",1,\"two\",{\"three\":[3]},null,true]");

    assertThat(event.namespace()).isEqualTo("/");
    assertThat(event.ackId()).isEqualTo(Packet.NO_ACK);
    assertThat(event.name()).isEqualTo("hello");
    assertThat(event.arguments().all())
        .map(Object::toString)
        .containsExactly("1", "\"two\"", "{\"three\":[3]}", "null", "true");
  }

  @Test
  void anEventMayWantAnAnswer() {
    var event = event("2/admin,456[\"project:delete\",123]");

    assertThat(event.namespace()).isEqualTo("/admin");
    assertThat(event.ackId()).isEqualTo(456);
    assertThat(event.arguments().integer(0)).isEqualTo(123);
    assertThat(event("29007199254740991[\"x\"]").ackId()).isEqualTo(9_007_199_254_740_991L);
  }

  @Test
  void anEventMayBeNamedByANumber() {
    assertThat(event("2[12,\"x\"]").name()).isEqualTo("12");
  }

  // "Packet types", "ACK"
  @Test
  void anAckHasAnIdAndArguments() {
    var ack = whole(Packet.Ack.class, text("3/admin,13[\"a\",2]"));

    assertThat(ack.namespace()).isEqualTo("/admin");
    assertThat(ack.ackId()).isEqualTo(13);
    assertThat(ack.arguments().text(0)).isEqualTo("a");
    assertThat(whole(Packet.Ack.class, text("30[]")).arguments().size()).isZero();
  }

  @Test
  void argumentsAreKeptByteForByte() {
    var arguments =
        event(
                " 2[ \"n\" ,\t1.50e+1 , { \"a\" : [ 1 , 2 ] }\n,\"\\u00e9é\\ud83d\\/\" , [ ] ] "
                    .strip())
            .arguments();

    assertThat(arguments.raw(0)).hasToString("1.50e+1");
    assertThat(arguments.raw(1)).hasToString("{ \"a\" : [ 1 , 2 ] }");
    assertThat(arguments.raw(2)).hasToString("\"\\u00e9é\\ud83d\\/\"");
    assertThat(arguments.raw(3)).hasToString("[ ]");
    assertThat(arguments.size()).isEqualTo(4);
  }

  // "Packet types", "BINARY_EVENT"
  @Test
  void aBinaryEventIsWholeOnceItsAttachmentsArrived() {
    assertThat(
            text(
                "52-/admin,7[\"upload\",{\"_placeholder\":true,\"num\":1},"
                    + "{\"in\":[{\"num\":0,\"_placeholder\":true}]}]"))
        .isNull();
    assertThat(decoder.isWaiting()).isTrue();
    assertThat(binary(1, 2, 3)).isNull();
    var event = whole(Packet.Event.class, binary(4));

    assertThat(decoder.isWaiting()).isFalse();
    assertThat(event.namespace()).isEqualTo("/admin");
    assertThat(event.ackId()).isEqualTo(7);
    assertThat(event.arguments().binary(0)).containsExactly(4);
    assertThat(event.arguments().get(1).get("in").get(0).binaryValue()).containsExactly(1, 2, 3);
    assertThat(event("2[\"next\"]").name()).isEqualTo("next");
  }

  @Test
  void aBinaryAckIsWholeOnceItsAttachmentsArrived() {
    assertThat(text("61-15[\"bar\",{\"_placeholder\":true,\"num\":0}]")).isNull();
    var ack = whole(Packet.Ack.class, binary(9));

    assertThat(ack.ackId()).isEqualTo(15);
    assertThat(ack.arguments().binary(1)).containsExactly(9);
  }

  @Test
  void aBinaryEventWithoutAttachmentsIsPlain() {
    var event = event("50-[\"x\",{\"_placeholder\":true,\"num\":0}]");

    assertThat(event.arguments().raw(0)).hasToString("{\"_placeholder\":true,\"num\":0}");
    assertThat(event("2[\"y\"]").name()).isEqualTo("y");
  }

  @Test
  void aPlainEventHasNoPlaceholders() {
    var event = event("2[\"x\",{\"_placeholder\":true,\"num\":99}]");

    assertThat(event.arguments().get(0).get("num").intValue()).isEqualTo(99);
  }

  @Test
  void asManyAttachmentsAsAllowedAreTaken() {
    text("510-[\"x\"]");
    for (int i = 0; i < 9; i++) {
      assertThat(binary(i)).isNull();
    }
    assertThat(binary(9)).isInstanceOf(Packet.Event.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|empty packet",
        "7|unknown packet type",
        "x|unknown packet type",
        "é|unknown packet type",
        "5[\"x\"]|illegal attachments",
        "5-[\"x\"]|illegal attachments",
        "51[\"x\"]|illegal attachments",
        "51|illegal attachments",
        "5a-[\"x\"]|illegal attachments",
        "5-1-[\"x\"]|illegal attachments",
        "511-[\"x\"]|too many attachments",
        "599999999999999999999-[\"x\"]|too many attachments",
        "51-[\"x\",{\"_placeholder\":true,\"num\":1}]|illegal attachments",
        "51-[\"x\",{\"_placeholder\":true,\"num\":-1}]|illegal attachments",
        "51-[\"x\",{\"_placeholder\":true,\"num\":0.5}]|illegal attachments",
        "51-[\"x\",{\"_placeholder\":true,\"num\":\"0\"}]|illegal attachments",
        "51-[\"x\",{\"_placeholder\":true,\"num\":0,\"num\":7}]|illegal attachments",
        "51-[\"x\",[{\"a\":{\"_placeholder\":true}}]]|illegal attachments",
        "2|payload is no array",
        "21|payload is no array",
        "2{}|payload is no array",
        "2\"x\"|payload is no array",
        "2null|payload is no array",
        "2\ufeff[\"x\"]|payload is no array",
        "2abc[\"x\"]|payload is no array",
        "2/admin[\"x\"]|payload is no array",
        "2[]|event without a name",
        "2[{}]|event name is neither text nor number",
        "2[null]|event name is neither text nor number",
        "2[true,\"x\"]|event name is neither text nor number",
        "2[[\"x\"]]|event name is neither text nor number",
        "2[\"x\"|invalid JSON",
        "2[\"x]|invalid JSON",
        "2[\"x\",]|invalid JSON",
        "2[\"x\",,1]|invalid JSON",
        "2[\"x\",01]|invalid JSON",
        "2[\"x\",NaN]|invalid JSON",
        "2['x']|invalid JSON",
        "2[\"x\",{a:1}]|invalid JSON",
        "2[\"x\"/**/]|invalid JSON",
        "2[\"x\",\"\u0001\"]|invalid JSON",
        "2[\"x\"]]|invalid JSON",
        "2[\"x\"]}|invalid JSON",
        "2[\"x\"][]|more than one JSON value",
        "2[\"x\"] 1|more than one JSON value",
        "29007199254740992[\"x\"]|ack id too large",
        "299999999999999999999999999[\"x\"]|ack id too large",
        "3[]|ACK without an id",
        "31{}|payload is no array",
        "31|payload is no array",
        "0[]|CONNECT payload is no object",
        "0\"token\"|CONNECT payload is no object",
        "0null|CONNECT payload is no object",
        "0 1|CONNECT payload is no object",
        "0{|invalid JSON",
        "0{}{}|invalid JSON",
        "012{}|CONNECT with an ack id",
        "1{}|DISCONNECT with a payload",
        "1/admin,[]|DISCONNECT with a payload",
        "15|DISCONNECT with an ack id",
        "4{\"message\":\"x\"}|CONNECT_ERROR from a client",
      })
  void whatBreaksTheProtocolIsRefused(String packet, String why) {
    assertThatThrownBy(() -> text(packet)).isInstanceOf(PacketException.class).hasMessage(why);
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
  void reservedNamesAreRefusedHoweverTheyAreWritten(String name) {
    String escaped = "\\u%04x%s".formatted((int) name.charAt(0), name.substring(1));

    for (String written : new String[] {name, escaped}) {
      assertThatThrownBy(() -> text("2[\"" + written + "\"]"))
          .isInstanceOf(PacketException.class)
          .hasMessage("reserved event name");
    }
  }

  @Test
  void textIsRefusedWhileAttachmentsAreMissing() {
    text("51-[\"x\",{\"_placeholder\":true,\"num\":0}]");

    assertThatThrownBy(() -> text("2[\"y\"]")).isInstanceOf(PacketException.class);
  }

  @Test
  void binaryIsRefusedUnlessItWasAnnounced() {
    assertThatThrownBy(() -> binary(1)).isInstanceOf(PacketException.class);
  }

  @Test
  void deepNestingIsRefused() {
    int inside = JsonCodec.MAX_NESTING - 1;

    assertThat(event("2[\"x\"," + "[".repeat(inside) + "]".repeat(inside) + "]").name())
        .isEqualTo("x");
    assertThatThrownBy(() -> text("2[\"x\"," + "[".repeat(100_000)))
        .isInstanceOf(PacketException.class)
        .hasMessage("JSON beyond the limits");
    assertThatThrownBy(() -> text("51-[\"x\"," + "{\"a\":".repeat(100_000)))
        .isInstanceOf(PacketException.class)
        .hasMessage("JSON beyond the limits");
    assertThatThrownBy(() -> text("0" + "{\"a\":".repeat(100_000)))
        .isInstanceOf(PacketException.class);
  }

  @Test
  void longNumbersAreRefused() {
    assertThatThrownBy(() -> text("2[\"x\"," + "1".repeat(1_001) + "]"))
        .isInstanceOf(PacketException.class)
        .hasMessage("JSON beyond the limits");
  }

  @Test
  void longNamespacesAreRefused() {
    String longest = "/" + "n".repeat(PacketHeader.MAX_NAMESPACE_BYTES - 1);

    assertThat(text("0" + longest + ",")).extracting(Packet::namespace).isEqualTo(longest);
    assertThatThrownBy(() -> text("0" + longest + "n,"))
        .isInstanceOf(PacketException.class)
        .hasMessage("namespace too long");
  }

  @Test
  void anotherEncodingIsNotGuessed() {
    byte[] utf16 = {'2', '[', 0, '"', 0, 'x', 0, '"', 0, ']', 0};

    assertThatThrownBy(() -> decoder.text(utf16)).isInstanceOf(PacketException.class);
  }

  private @Nullable Packet text(String packet) {
    return decoder.text(packet.getBytes(UTF_8));
  }

  private static <T extends Packet> T whole(Class<T> type, @Nullable Packet packet) {
    return type.cast(Objects.requireNonNull(packet));
  }

  private Packet.Event event(String packet) {
    return whole(Packet.Event.class, text(packet));
  }

  private @Nullable Packet binary(int... bytes) {
    byte[] attachment = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      attachment[i] = (byte) bytes[i];
    }
    return decoder.binary(attachment);
  }
}

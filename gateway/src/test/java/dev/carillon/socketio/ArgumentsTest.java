package dev.carillon.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class ArgumentsTest {

  record Person(String name, int age) {}

  @SuppressWarnings("ArrayRecordComponent") // what a user may well write
  record File(String name, byte[] data) {}

  @Test
  void valuesComeInTheTypeThatIsAskedFor() {
    Arguments arguments = decode("\"text\",5,5.0,5e2,0.1,true,{\"name\":\"Ada\",\"age\":36}");

    assertThat(arguments.text(0)).isEqualTo("text");
    assertThat(arguments.integer(1)).isEqualTo(5);
    assertThat(arguments.integer(2)).isEqualTo(5);
    assertThat(arguments.integer(3)).isEqualTo(500);
    assertThat(arguments.number(4)).isEqualTo("0.1");
    assertThat(arguments.bool(5)).isTrue();
    assertThat(arguments.as(6, Person.class)).isEqualTo(new Person("Ada", 36));
    assertThat((Object) arguments.as(6, Map.class)).isEqualTo(Map.of("name", "Ada", "age", 36));
    assertThat(arguments.size()).isEqualTo(7);
  }

  @Test
  void numbersKeepTheirDigits() {
    Arguments arguments =
        decode("9223372036854775807,123456789012345678901234567890,0.10000000000000000001,1.50");

    assertThat(arguments.integer(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(arguments.get(1).bigIntegerValue())
        .isEqualTo(new BigInteger("123456789012345678901234567890"));
    assertThat(arguments.number(2)).isEqualTo(new BigDecimal("0.10000000000000000001"));
    assertThat(arguments.number(3)).isEqualTo(new BigDecimal("1.50"));
  }

  @Test
  void complaintsNameTheKindAndNeverTheValue() {
    Arguments arguments = decode("\"s3cret\",{\"name\":\"s3cret\",\"age\":\"s3cret\"},null,1.5");

    assertThatThrownBy(() -> arguments.integer(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("argument 0 is string, not an integer");
    assertThatThrownBy(() -> arguments.text(1)).hasMessage("argument 1 is object, not a text");
    assertThatThrownBy(() -> arguments.binary(0)).hasMessage("argument 0 is string, not binary");
    assertThatThrownBy(() -> arguments.bool(2)).hasMessage("argument 2 is null, not a boolean");
    assertThatThrownBy(() -> arguments.number(2)).hasMessage("argument 2 is null, not a number");
    assertThatThrownBy(() -> arguments.integer(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("argument 3 is a number with a fraction");
    assertThatThrownBy(() -> arguments.as(1, Person.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("argument 1 is object, not a Person")
        .hasNoCause();
    assertThatThrownBy(() -> arguments.as(2, Person.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(arguments.toString()).isEqualTo("Arguments[4]");
  }

  @Test
  void whatIsNotThereIsNamed() {
    Arguments arguments = decode("1");

    assertThatThrownBy(() -> arguments.get(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no argument 1: there are 1");
    assertThatThrownBy(() -> arguments.raw(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  // An exponent is a way to ask for gigabytes of digits.
  @Test
  void enormousExponentsCostNothing() {
    Arguments arguments = decode("1e999999999,1e-999999999");

    assertThatThrownBy(() -> arguments.integer(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> arguments.integer(1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(arguments.raw(0)).hasToString("1e999999999");
  }

  @Test
  void treesBelongToWhoeverAskedForThem() {
    Arguments arguments = decode("{\"a\":1}");
    ((ObjectNode) arguments.get(0)).put("a", 2);

    assertThat(arguments.get(0)).hasToString("{\"a\":1}");
  }

  @Test
  void binaryStandsWhereItsPlaceholderStood() {
    PacketDecoder decoder = new PacketDecoder(10);
    decoder.text(
        "51-[\"x\",{\"name\":\"f\",\"data\":{\"_placeholder\":true,\"num\":0}},1]".getBytes(UTF_8));
    Packet packet = Objects.requireNonNull(decoder.binary(new byte[] {1, 2}));
    Arguments arguments = ((Packet.Event) packet).arguments();

    File file = arguments.as(0, File.class);
    assertThat(file.data()).containsExactly(1, 2);
    file.data()[0] = 9;
    assertThat(arguments.as(0, File.class).data()).containsExactly(1, 2);
    assertThat(arguments.raw(1)).hasToString("1");
    assertThatThrownBy(() -> arguments.raw(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void jsonIsComparedByItsBytes() {
    Json json = decode("[1,2]").raw(0);

    assertThat(json).isEqualTo(Json.of(List.of(1, 2))).hasSameHashCodeAs(Json.of(List.of(1, 2)));
    assertThat(json).isNotEqualTo(Json.raw("[1, 2]".getBytes(UTF_8)));
    assertThat(json.bytes()).isEqualTo("[1,2]".getBytes(UTF_8));
    assertThat(json.length()).isEqualTo(5);
    assertThat(Json.of(new byte[] {1})).hasToString("\"AQ==\"");
  }

  private static Arguments decode(String arguments) {
    Packet packet = new PacketDecoder(10).text(("2[\"x\"," + arguments + "]").getBytes(UTF_8));
    return ((Packet.Event) Objects.requireNonNull(packet)).arguments();
  }
}

package dev.carillon.yjs.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bytes are those of lib0 0.2.120.
final class ColumnsTest {
  @Test
  void aRunOfUnsignedNumbersIsNegatedAndCounted() {
    var out = new UintOptRleEncoder();
    long[] numbers = {1, 2, 3, 3, 3, 0, 0, 0, 1L << 40};
    for (long number : numbers) {
      out.write(number);
    }
    assertThat(hex(out.finish())).isEqualTo("010243014001808080808040");

    var in = new UintOptRleDecoder(decoder("010243014001808080808040"));
    for (long number : numbers) {
      assertThat(in.read()).isEqualTo(number);
    }
    assertThatThrownBy(in::read).isInstanceOf(UpdateRefusedException.class);
  }

  @Test
  void aRunOfStepsIsCounted() {
    var out = new IntDiffOptRleEncoder();
    int[] numbers = {1, 2, 3, 2, 2, 2, 2, 100};
    for (int number : numbers) {
      out.write(number);
    }
    assertThat(hex(out.finish())).isEqualTo("03014201018403");

    var in = new IntDiffOptRleDecoder(decoder("03014201018403"));
    for (int number : numbers) {
      assertThat(in.read()).isEqualTo(number);
    }
    assertThatThrownBy(in::read).isInstanceOf(UpdateRefusedException.class);
  }

  @Test
  void stepsDoNotLeaveTheClocks() {
    assertThatThrownBy(() -> new IntDiffOptRleDecoder(decoder("42")).read())
        .hasMessageContaining("a clock below zero");
    assertThatThrownBy(() -> new IntDiffOptRleDecoder(decoder("8080808020")).read())
        .hasMessageContaining("beyond 31 bits");
  }

  @Test
  void theLastByteOfAColumnComesForEver() {
    var out = new RleEncoder();
    int[] numbers = {1, 1, 1, 7, 7, 0};
    for (int number : numbers) {
      out.write(number);
    }
    assertThat(hex(out.finish())).isEqualTo("0102070100");

    var in = new RleDecoder(decoder("0102070100"));
    for (int number : numbers) {
      assertThat(in.read()).isEqualTo(number);
    }
    assertThat(in.read()).isZero();
    assertThat(in.read()).isZero();
  }

  @Test
  void anEmptyColumnHasNothing() {
    assertThatThrownBy(() -> new RleDecoder(decoder("")).read())
        .isInstanceOf(UpdateRefusedException.class);
  }

  @Test
  void stringsLieOneBehindTheOther() {
    var out = new StringEncoder();
    List<String> strings = List.of("a", "", "😀b", "é", "cd");
    strings.forEach(out::write);
    assertThat(hex(out.finish())).isEqualTo("0a61f09f988062c3a963640100030102");

    var in = new StringDecoder(decoder("0a61f09f988062c3a963640100030102"));
    for (String string : strings) {
      assertThat(in.read()).isEqualTo(string);
    }
    assertThatThrownBy(in::read).isInstanceOf(UpdateRefusedException.class);
  }

  @Test
  void halvesOfAPairInTwoStringsAreReplaced() {
    // lib0 writes "a\ud83d", "\ude00", "", "b\ud83d", "\ude00c" so.
    var in = new StringDecoder(decoder("0b61f09f988062f09f9880630201004200"));

    assertThat(in.read()).isEqualTo("a\uFFFD");
    assertThat(in.read()).isEqualTo("\uFFFD");
    assertThat(in.read()).isEmpty();
    assertThat(in.read()).isEqualTo("b\uFFFD");
    assertThat(in.skip()).isEqualTo(2);
    assertThat(new String(in.last(), StandardCharsets.UTF_8)).isEqualTo("\uFFFDc");
  }

  @Test
  void aStringBeyondTheEndIsMalformed() {
    assertThatThrownBy(() -> new StringDecoder(decoder("0161" + "02")).read())
        .hasMessageContaining("a string beyond the end of all strings");
    assertThatThrownBy(() -> new StringDecoder(decoder("01ff" + "01")))
        .hasMessageContaining("not UTF-8");
  }

  private static Decoder decoder(String hex) {
    return new Decoder(HexFormat.of().parseHex(hex));
  }

  private static String hex(Encoder out) {
    return HexFormat.of().formatHex(out.toByteArray());
  }
}

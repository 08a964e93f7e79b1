package dev.carillon.yjs.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.lib0.UpdateRefusedException.Reason;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "127, 7f",
    "128, 8001",
    "16383, ff7f",
    "16384, 808001",
    "4294967295, ffffffff0f",
    "9007199254740991, ffffffffffffff0f"
  })
  void anUnsignedNumberIsWrittenInGroupsOfSevenBits(long value, String hex) {
    var out = new Encoder();
    out.writeVarUint(value);

    assertThat(hex(out)).isEqualTo(hex);
    assertThat(decoder(hex).readVarUint()).isEqualTo(value);
    assertThat(decoder(hex + "ffffffffffffffff").readVarUint()).isEqualTo(value);
  }

  @Test
  void everySizeIsReadWithMoreBytesBehindItAndWithout() {
    var random = new Random(5);
    for (int round = 0; round < 10_000; round++) {
      long value = random.nextLong(1L << random.nextInt(1, 54));
      var out = new Encoder();
      out.writeVarUint(value);
      int size = out.size();
      assertThat(new Decoder(out.toByteArray()).readVarUint()).isEqualTo(value);
      out.writeInt64(random.nextLong());
      var in = new Decoder(out.toByteArray());
      assertThat(in.readVarUint()).isEqualTo(value);
      assertThat(in.position()).isEqualTo(size);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "1, 01",
    "-1, 41",
    "63, 3f",
    "64, 8001",
    "-64, c001",
    "8191, bf7f",
    "9007199254740991, bfffffffffffff1f"
  })
  void aSignedNumberHasItsSignInTheFirstByte(long value, String hex) {
    var out = new Encoder();
    out.writeVarInt(value);

    assertThat(hex(out)).isEqualTo(hex);
    assertThat(decoder(hex).readVarInt()).isEqualTo(value);
  }

  @Test
  void aNegativeZeroIsToldFromZero() {
    var out = new Encoder();
    out.writeVarInt(0, true);

    assertThat(hex(out)).isEqualTo("40");
    assertThat(decoder("40").isNegative()).isTrue();
    assertThat(decoder("00").isNegative()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffffffffff20",
        "80808080808080808000ffffffff",
        "80808080808080808000",
        "ffffffffffffffffff01"
      })
  void aNumberBeyond53BitsIsMalformed(String hex) {
    assertRefused(() -> decoder(hex).readVarUint(), Reason.MALFORMED, 0);
    assertRefused(() -> decoder(hex).readVarInt(), Reason.MALFORMED, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "80", "ffff"})
  void aNumberThatEndsTooEarlyIsMalformed(String hex) {
    int end = hex.length() / 2;
    assertRefused(() -> decoder(hex).readVarUint(), Reason.MALFORMED, end);
    assertRefused(() -> decoder(hex).readVarInt(), Reason.MALFORMED, end);
    assertRefused(() -> decoder(hex).readVarUint31(), Reason.MALFORMED, end);
  }

  @Test
  void aClockBeyond31BitsIsOverTheLimit() {
    assertThat(decoder("ffffffff07").readVarUint31()).isEqualTo(Integer.MAX_VALUE);
    assertRefused(() -> decoder("8080808008").readVarUint31(), Reason.LIMIT, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0261", "ffffffff0f61", "ffffffffffffff0f"})
  void aLengthBeyondTheEndAllocatesNothing(String hex) {
    assertThatThrownBy(() -> decoder(hex).readVarBytes())
        .isInstanceOf(UpdateRefusedException.class)
        .hasMessageContaining("a length beyond the end");
  }

  @Test
  void onlyThePartThatWasAskedForIsRead() {
    byte[] bytes = HexFormat.of().parseHex("010203");
    var part = new Decoder(bytes, 1, 2);

    assertThat(part.readUint8()).isEqualTo(2);
    assertRefused(part::readUint8, Reason.MALFORMED, 2);
  }

  @Test
  void theMessageSaysWhatAndWhere() {
    assertThatThrownBy(() -> decoder("80").readVarUint())
        .hasMessage("malformed at byte 1: the end comes too early");
  }

  private static void assertRefused(Runnable read, Reason reason, int position) {
    assertThatThrownBy(read::run)
        .isInstanceOfSatisfying(
            UpdateRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.position()).isEqualTo(position);
            });
  }

  private static Decoder decoder(String hex) {
    return new Decoder(HexFormat.of().parseHex(hex));
  }

  private static String hex(Encoder out) {
    return HexFormat.of().formatHex(out.toByteArray());
  }
}

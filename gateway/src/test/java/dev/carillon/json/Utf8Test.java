package dev.carillon.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3629, all at once and byte by byte; the JDK's decoder decides who is right.
final class Utf8Test {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "61",
        "c2a2",
        "e0a080",
        "ed9fbf",
        "ee8080",
        "efbfbf",
        "f0908080",
        "f48fbfbf",
        "6161616161616161e282ac"
      })
  void textsAreValid(String hex) {
    assertThat(Utf8.isValid(HexFormat.of().parseHex(hex))).isTrue();
  }

  /// Overlong forms, surrogates, what is beyond U+10FFFF, and broken ends (RFC 3629 §3, §4, §10).
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c080",
        "c1bf",
        "e09fbf",
        "eda080",
        "edbfbf",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "ff",
        "c2",
        "e282",
        "f09f98",
        "c261",
        "61616161616161618061616161616161"
      })
  void anythingElseIsNot(String hex) {
    assertThat(Utf8.isValid(HexFormat.of().parseHex(hex))).isFalse();
  }

  @Test
  void everyPairAndManyRandomBytesAreJudgedAsTheJdkDoes() {
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        assertJudgedAlike(new byte[] {(byte) first, (byte) second});
      }
    }
    var random = new Random(3629);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = "Größe 5 €, 😀!".repeat(1 + random.nextInt(3)).getBytes(UTF_8);
      int from = random.nextInt(bytes.length);
      byte[] cut = Arrays.copyOfRange(bytes, from, from + random.nextInt(bytes.length - from + 1));
      if (cut.length > 0 && random.nextBoolean()) {
        cut[random.nextInt(cut.length)] = (byte) random.nextInt();
      }
      assertJudgedAlike(cut);
    }
  }

  private static void assertJudgedAlike(byte[] bytes) {
    boolean valid = decodes(bytes);
    assertThat(Utf8.isValid(bytes)).as(HexFormat.of().formatHex(bytes)).isEqualTo(valid);
    int state = Utf8.COMPLETE;
    for (byte b : bytes) {
      state = Utf8.step(state, b & 0xFF);
    }
    assertThat(state == Utf8.COMPLETE).as(HexFormat.of().formatHex(bytes)).isEqualTo(valid);
  }

  private static boolean decodes(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}

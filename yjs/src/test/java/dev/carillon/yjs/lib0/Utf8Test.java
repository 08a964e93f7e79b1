package dev.carillon.yjs.lib0;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8Test {
  @Test
  void lengthsAreThoseOfAStrictDecoder() {
    var random = new Random(3);
    int[] usual = {
      0x41, 0x7F, 0x80, 0xBF, 0xC1, 0xC2, 0xE0, 0xED, 0xA0, 0x9F, 0xF0, 0x90, 0xF4, 0x8F
    };
    int wellFormed = 0;
    for (int round = 0; round < 40_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(6)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            (byte) (random.nextBoolean() ? usual[random.nextInt(usual.length)] : random.nextInt());
      }
      int expected = strictLength(bytes);
      assertThat(Utf8.utf16Length(bytes, 0, bytes.length)).isEqualTo(expected);
      wellFormed += expected >= 0 ? 1 : 0;
    }
    assertThat(wellFormed).isBetween(1000, 39_000);
  }

  @Test
  void longTextIsMeasuredWhereverTheOddCharacterIs() {
    for (int at = 0; at < 40; at++) {
      String text = "x".repeat(at) + "😀" + "y".repeat(40 - at);
      byte[] bytes = text.getBytes(UTF_8);
      assertThat(Utf8.utf16Length(bytes, 0, bytes.length)).isEqualTo(42);
      assertThat(Utf8.offsetOf(bytes, 0, at)).isEqualTo(at);
      assertThat(Utf8.offsetOf(bytes, 0, at + 1)).isEqualTo(~at);
      assertThat(Utf8.offsetOf(bytes, 0, at + 2)).isEqualTo(at + 4);
    }
  }

  @Test
  void textIsEncodedAsJavaDoesWhereItIsWellFormed() {
    String text = "a\u0080\u07ff\u0800\ud7ff\ue000\uffff😀\0";
    assertThat(Utf8.encode(text)).isEqualTo(text.getBytes(UTF_8));
    assertThat(Utf8.encode("\ud83dx\ude00")).isEqualTo("\uFFFDx\uFFFD".getBytes(UTF_8));
  }

  private static int strictLength(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).length();
    } catch (CharacterCodingException e) {
      return -1;
    }
  }
}

package dev.carillon.yjs.lib0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.lib0.UpdateRefusedException.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AnyValueTest {
  // As lib0 0.2.120 writes them.
  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(Undefined.UNDEFINED, "7f"),
        Arguments.of(null, "7e"),
        Arguments.of(1, "7d01"),
        Arguments.of(-0.0, "7d40"),
        Arguments.of(Integer.MAX_VALUE, "7dbfffffff0f"),
        Arguments.of(-2147483648.0, "7ccf000000"),
        Arguments.of(1099511627776.0, "7c53800000"),
        Arguments.of(0.5, "7c3f000000"),
        Arguments.of(0.1, "7b3fb999999999999a"),
        Arguments.of(Double.NaN, "7b7ff8000000000000"),
        Arguments.of(Double.POSITIVE_INFINITY, "7c7f800000"),
        Arguments.of(BigInteger.TWO.negate(), "7afffffffffffffffe"),
        Arguments.of(false, "79"),
        Arguments.of(true, "78"),
        Arguments.of("hé😀", "770768c3a9f09f9880"),
        Arguments.of(object("b", 1, "a", List.of()), "760201627d0101617500"),
        Arguments.of(Arrays.asList(null, "x"), "75027e770178"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsWrittenAsLib0DoesAndReadBack(@Nullable Object value, String hex) {
    var out = new Encoder();
    AnyWriter.write(out, value);

    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(hex);
    assertThat(AnyValue.read(decoder(hex), 10)).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueThatIsPassedOverIsPassedOverWhole(@Nullable Object value, String hex) {
    Decoder in = decoder(hex + "00");
    AnyValue.skip(in, 10);

    assertThat(in.remaining()).isOne();
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueCutAnywhereIsMalformed(@Nullable Object value, String hex) {
    for (int size = 0; size < hex.length(); size += 2) {
      String cut = hex.substring(0, size);
      assertRefused(() -> AnyValue.skip(decoder(cut), 10), Reason.MALFORMED);
      assertRefused(() -> AnyValue.read(decoder(cut), 10), Reason.MALFORMED);
    }
  }

  @Test
  void bytesAreCopied() {
    assertThat((byte[]) AnyValue.read(decoder("74020102"), 0)).containsExactly(1, 2);
    var out = new Encoder();
    AnyWriter.write(out, new byte[] {1, 2});
    assertThat(out.toByteArray()).containsExactly(0x74, 2, 1, 2);
  }

  @Test
  void anIntegerBeyond31BitsIsALong() {
    assertThat(AnyValue.read(decoder("7d8080808010"), 0)).isEqualTo(1L << 31);
  }

  @ParameterizedTest
  @ValueSource(strings = {"75ffffffff0f7e", "76ffffffff0f01617e", "75037e7e", "7602016101"})
  void aCountBeyondTheBytesIsMalformed(String hex) {
    assertRefused(() -> AnyValue.skip(decoder(hex), 10), Reason.MALFORMED);
    assertRefused(() -> AnyValue.read(decoder(hex), 10), Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"73", "00", "80", "ff"})
  void anUnknownTagIsMalformed(String hex) {
    assertRefused(() -> AnyValue.skip(decoder(hex), 10), Reason.MALFORMED);
    assertRefused(() -> AnyValue.read(decoder(hex), 10), Reason.MALFORMED);
  }

  @Test
  void theDepthIsLimited() {
    String deep = "7501".repeat(10) + "7e";

    AnyValue.skip(decoder(deep), 10);
    assertRefused(() -> AnyValue.skip(decoder(deep), 9), Reason.LIMIT);
    assertRefused(() -> AnyValue.read(decoder(deep), 9), Reason.LIMIT);
    assertRefused(() -> AnyValue.skip(decoder("76010161".repeat(100_000)), 500), Reason.LIMIT);
  }

  @Test
  void whatTheFormatHasNotIsNoArgument() {
    assertNoArgument(1L << 53);
    assertNoArgument(Long.MIN_VALUE);
    assertNoArgument(BigInteger.ONE.shiftLeft(63));
    assertNoArgument(Map.of(1, "a key must be a string"));
    assertNoArgument(new Object());
  }

  @Test
  void aValueWithinItselfIsNoArgument() {
    Map<String, Object> self = new LinkedHashMap<>();
    self.put("self", self);

    assertNoArgument(self);
  }

  private static void assertNoArgument(Object value) {
    assertThatThrownBy(() -> AnyWriter.write(new Encoder(), value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(Runnable read, Reason reason) {
    assertThatThrownBy(read::run)
        .isInstanceOfSatisfying(
            UpdateRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private static Map<String, Object> object(
      String key1, Object value1, String key2, Object value2) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(key1, value1);
    object.put(key2, value2);
    return object;
  }

  private static Decoder decoder(String hex) {
    return new Decoder(HexFormat.of().parseHex(hex));
  }
}

package dev.carillon.yjs.lib0;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.yjs.lib0.UpdateRefusedException.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1.5E+7",
        "-12e-3",
        "null",
        " true ",
        "\t\r\n[ ]",
        "{ }",
        "[1,[2],{}]",
        "{\"a\" : 1 , \"b\":[false]}",
        "\"\\u00e9\\n\\/\\\"é😀\u2028\"",
        "\"\\ud800\""
      })
  void whatJavaScriptParsesIsRight(String json) {
    assertThatCode(() -> check(json, 10)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "0x1",
        "NaN",
        "undefined",
        "nul",
        "nulll",
        "True",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"\n\"",
        "\"\u0001\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "{a:1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1",
        "{1:2}",
        "1 2",
        "\u00a01"
      })
  void whatJavaScriptDoesNotParseIsRefused(String json) {
    assertThatThrownBy(() -> check(json, 10))
        .isInstanceOf(UpdateRefusedException.class)
        .hasMessageContaining("not JSON");
  }

  @Test
  void theDepthIsLimited() {
    assertThatCode(() -> check("[[{\"a\":1}]]", 3)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("[[{\"a\":1}]]", 2))
        .isInstanceOfSatisfying(
            UpdateRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.LIMIT));
  }

  @Test
  void valuesAreRead() {
    assertThat(
            read(
                " { \"a\" : [ 1 , 2.5 , true , false , null ] , \"\\u0062\" : \"\\n\" , \"c\":{} } "))
        .isEqualTo(object("a", Arrays.asList(1, 2.5, true, false, null), "b", "\n", "c", Map.of()));
    assertThat(read("\"\\ud83d\\ude00\\b\\f\\r\\t\\\\x\"")).isEqualTo("😀\b\f\r\t\\x");
  }

  @ParameterizedTest
  @CsvSource({"2147483647", "-2147483647", "0", "-1"})
  void smallIntegersAreIntegers(String json) {
    assertThat(read(json)).isEqualTo(Integer.parseInt(json));
  }

  @ParameterizedTest
  @CsvSource({"2147483648", "-2147483648", "-0", "0.5", "1e400", "12345678901234567890"})
  void otherNumbersAreDoubles(String json) {
    assertThat(read(json)).isEqualTo(Double.parseDouble(json));
  }

  // As Node 20 writes them.
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "-1.5, -1.5",
    "100, 100",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "123456789012345680000, 123456789012345680000",
    "1.5e300, 1.5e+300",
    "5e-324, 5e-324",
    "1e-6, 0.000001",
    "1e-7, 1e-7",
    "1.234e-7, 1.234e-7",
    "0.1, 0.1",
    "0.3333333333333333, 0.3333333333333333",
    "9007199254740992, 9007199254740992",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "123.456, 123.456",
    "NaN, null",
    "-Infinity, null"
  })
  void numbersAreWrittenAsJavaScriptDoes(double value, String json) {
    assertThat(JsonWriter.write(value)).isEqualTo(json);
  }

  @Test
  void valuesAreWrittenAsJavaScriptDoes() {
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    value.put("a", "\u2028\ud800\u007f\u0000\"\\\n\b\f\r\t/é😀");
    value.put("b", Undefined.UNDEFINED);
    value.put("c", List.of(Undefined.UNDEFINED, true));
    value.put("d", new byte[] {1, -1});
    value.put("e", null);
    value.put("f", BigInteger.TEN);

    assertThat(JsonWriter.write(value))
        .isEqualTo(
            "{\"a\":\"\u2028\\ud800\u007f\\u0000\\\"\\\\\\n\\b\\f\\r\\t/é😀\",\"c\":[null,true],"
                + "\"d\":{\"0\":1,\"1\":255},\"e\":null,\"f\":10}");
  }

  @Test
  void whatIsNoValueIsNoArgument() {
    assertThatThrownBy(() -> JsonWriter.write(new Object()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void check(String json, int depth) {
    byte[] bytes = json.getBytes(UTF_8);
    JsonCheck.check(bytes, 0, bytes.length, depth);
  }

  private static @Nullable Object read(String json) {
    check(json, 10);
    return JsonReader.read(json.getBytes(UTF_8));
  }

  private static Map<String, Object> object(Object... entries) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      object.put((String) entries[i], entries[i + 1]);
    }
    return object;
  }
}

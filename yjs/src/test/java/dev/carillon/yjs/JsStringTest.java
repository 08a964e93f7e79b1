package dev.carillon.yjs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsStringTest {
  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "-1.5, -1.5",
    "-0.0, 0",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "1.25e22, 1.25e+22",
    "0.000001, 0.000001",
    "0.00000125, 0.00000125",
    "1e-7, 1e-7",
    "5e-324, 5e-324",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "123456.789, 123456.789",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void numbersAreWrittenAsInJavaScript(double number, String written) {
    assertThat(JsString.of(number)).isEqualTo(written);
  }

  @Test
  void whatIsNoStringIsWrittenAsInJavaScript() {
    assertThat(JsString.of(null)).isEqualTo("null");
    assertThat(JsString.of(true)).isEqualTo("true");
    assertThat(JsString.of(Map.of("a", 1))).isEqualTo("[object Object]");
    assertThat(JsString.of(Arrays.asList(1, null, List.of("a", 2.0)))).isEqualTo("1,,a,2");
    assertThat(JsString.of(new byte[] {1, -1})).isEqualTo("1,255");
  }
}

package dev.carillon.server.apps.loomio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carillon.core.Instruments;
import dev.carillon.server.apps.loomio.LoomioSettings.Records;
import dev.carillon.server.config.Settings;
import dev.carillon.server.support.LogCapture;
import dev.carillon.support.FakeClock;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
  private final FakeClock clock = new FakeClock();
  private final List<String> bad = new ArrayList<>();
  private final Routing routing =
      new Routing(
          Settings.of(Records::new, Map.of()),
          "loomio",
          clock,
          new Instruments() {
            @Override
            public void badInput(String endpoint, String source, String reason) {
              bad.add(endpoint + " " + source + " " + reason);
            }
          });

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"room":"group-9","records":{"comments":[{"id":1}]}}  | group-9
          {"records":{"room":"no"},"room":"user-5"}             | user-5
          {"room":"group-1","room":"topic-1"}                   | topic-1
          {"room":7,"room":"x"}                                 | x
          {"\\u0072oom":"\\u0067roup-2"}                        | group-2
          {"room":"Zürich ☃ 🜚","x":1e999}                      | Zürich ☃ 🜚
          {"room":"a","n":123456789012345678901234567890.5e-7}  | a
          """)
  void roomIsTheLastTopLevelOne(String message, String room) {
    assertThat(routing.roomOf(utf8(message))).contains(room);
    assertThat(bad).isEmpty();
  }

  @Test
  void whitespaceAroundIsFine() {
    assertThat(routing.roomOf(utf8(" \r\n\t{ \"room\" : \"a\" } \n"))).contains("a");
  }

  @Test
  void longNumbersNamesAndTextsPass() {
    String message =
        "{\"%s\":%s,\"room\":\"a\",\"t\":\"%s\"}"
            .formatted("k".repeat(100_000), "1".repeat(100_000), "x".repeat(700_000));
    assertThat(routing.roomOf(utf8(message))).contains("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"records\":{}}",
        "{\"room\":null}",
        "{\"room\":7}",
        "{\"room\":\"\"}",
        "{\"room\":[\"a\"]}",
        "{\"room\":\"a\",\"room\":null}"
      })
  void withoutARoomNobodyGetsIt(String message) {
    assertThat(routing.roomOf(utf8(message))).isEmpty();
    assertThat(bad).containsExactly("loomio broker no-room");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "42", "\"room\"", "[{\"room\":\"a\"}]", "true"})
  void whatIsNoObjectIsDropped(String message) {
    assertThat(routing.roomOf(utf8(message))).isEmpty();
    assertThat(bad).containsExactly("loomio broker not-an-object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"room\":\"a\"",
        "{\"room\":\"a\"}}",
        "{\"room\":\"a\"} {}",
        "{\"room\":\"a\"}x",
        "{'room':'a'}",
        "{room:\"a\"}",
        "{\"room\":\"a\",}",
        "{\"room\":\"a\",\"n\":01}",
        "{\"room\":\"a\",\"n\":NaN}",
        "{\"room\":\"a\",\"t\":\"line\nbreak\"}",
        "{\"room\":\"a\"}\u001e4x",
        "{\"room\":\"a\"/**/}",
        "{\"room\":\"\\x\"}",
        "\ufeff{\"room\":\"a\"}"
      })
  void malformedJsonIsDropped(String message) {
    assertThat(routing.roomOf(utf8(message))).isEmpty();
    assertThat(bad)
        .hasSize(1)
        .first()
        .asString()
        .matches("loomio broker (malformed|not-an-object)");
  }

  @Test
  void otherEncodingsAreDropped() {
    String message = "{\"room\":\"a\"}";
    for (String charset : new String[] {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-16"}) {
      assertThat(routing.roomOf(message.getBytes(Charset.forName(charset)))).isEmpty();
    }
    byte[] latin = "{\"room\":\"a\",\"t\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] surrogate = utf8("{\"room\":\"a\",\"t\":\"___\"}");
    int at = new String(surrogate, StandardCharsets.UTF_8).indexOf("___");
    surrogate[at] = (byte) 0xed;
    surrogate[at + 1] = (byte) 0xa0;
    surrogate[at + 2] = (byte) 0x80;
    assertThat(routing.roomOf(latin)).isEmpty();
    assertThat(routing.roomOf(surrogate)).isEmpty();
    assertThat(bad).hasSize(6);
  }

  @Test
  void depthIsLimited() {
    assertThat(routing.roomOf(utf8(nested(100)))).contains("a");
    assertThat(routing.roomOf(utf8(nested(1_000)))).isEmpty();
    assertThat(routing.roomOf(utf8(nested(400_000)))).isEmpty();
    assertThat(bad).containsExactly("loomio broker too-deep", "loomio broker too-deep");
  }

  @Test
  void sizeIsLimited() {
    String filler = "x".repeat(2_000_000);
    assertThat(routing.roomOf(utf8("{\"room\":\"a\",\"t\":\"" + filler + "\"}"))).isEmpty();
    assertThat(bad).containsExactly("loomio broker too-big");
  }

  @Test
  void anyObjectIsANotice() {
    assertThat(routing.isNotice(utf8("{\"version\":\"2.24.0\",\"notice\":\"x\",\"reload\":true}")))
        .isTrue();
    assertThat(routing.isNotice(utf8("{}"))).isTrue();
    assertThat(routing.isNotice(utf8("null"))).isFalse();
    assertThat(routing.isNotice(utf8("\"x\""))).isFalse();
  }

  @Test
  void floodOfRubbishIsOneLinePerTenSecondsWithoutContent() {
    try (LogCapture log = new LogCapture("dev.carillon.server.apps.loomio")) {
      for (int i = 0; i < 1000; i++) {
        routing.roomOf(utf8("{\"room\":\"group-1\",\"body\":\"private\""));
      }
      clock.advance(Duration.ofSeconds(10));
      routing.isNotice(utf8("private"));
      assertThat(log.lines())
          .containsExactly(
              "WARN message dropped app=loomio channel=/records reason=malformed bytes=34 also=0",
              "WARN message dropped app=loomio channel=/system_notice reason=malformed bytes=7 also=999");
    }
    assertThat(bad).hasSize(1001);
  }

  private static String nested(int depth) {
    return "{\"room\":\"a\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

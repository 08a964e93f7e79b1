package dev.carillon.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// One JSON value within limits (RFC 8259), or a refusal.
final class StrictJsonTest {
  private static final StrictJson JSON = new StrictJson(64, 3);

  private static boolean skip(JsonParser parser) {
    parser.skipChildren();
    return true;
  }

  private static void assertRefused(byte[] json, String reason) {
    assertThatThrownBy(() -> JSON.read(json, StrictJsonTest::skip))
        .isInstanceOf(BadJson.class)
        .hasMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", " 1 ", "\"ü\"", "null", "[[[1]]]", "{\"a\":1e400}", "\"\\ud800\""})
  void oneValuePasses(String json) throws BadJson {
    assertThat(JSON.read(json.getBytes(UTF_8), StrictJsonTest::skip)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "{} x",
        "[1,]",
        "{\"a\"}",
        "'a'",
        "nul",
        "01",
        "\uFEFF{}",
        "\0{}",
        "{\0}",
        "[NaN]",
        "{\"a\":1}//",
        "\"a\nb\""
      })
  void anythingElseIsMalformed(String json) {
    assertRefused(json.getBytes(UTF_8), "malformed");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    assertRefused(new byte[] {'"', (byte) 0xC3, '"'}, "not-utf8");
    assertRefused(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, "not-utf8");
  }

  @Test
  void utf16IsNotGuessedAt() {
    assertRefused("{}".getBytes(UTF_16LE), "malformed");
  }

  @Test
  void oneLevelTooDeepIsRefused() {
    assertRefused("[[[[1]]]]".getBytes(UTF_8), "too-deep");
  }

  @Test
  void oneByteTooLongIsRefused() throws BadJson {
    byte[] longest = ("\"" + "a".repeat(62) + "\"").getBytes(UTF_8);
    assertThat(JSON.read(longest, StrictJsonTest::skip)).isTrue();
    assertRefused(("\"" + "a".repeat(63) + "\"").getBytes(UTF_8), "too-big");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{ \"b\" : 1.0e+1 }", "\"\\u00fc \\/\"", "-0.10", "null", "[1, 2]", "\"ü\""})
  void aValueIsCutOutAsItWasSent(String value) throws BadJson {
    byte[] json = ("{\"é\":" + value + " , \"z\":1}").getBytes(UTF_8);
    byte[] cut =
        JSON.read(
            json,
            parser -> {
              byte[] found = {};
              while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean wanted = parser.currentName().equals("é");
                parser.nextToken();
                if (wanted) {
                  found = StrictJson.bytes(parser, json);
                }
              }
              return found;
            });
    assertThat(cut).asString(UTF_8).isEqualTo(value);
  }

  @Test
  void whatTheReaderFindsIsPassedOn() {
    assertThatThrownBy(() ->
            JSON.read(
                "1".getBytes(UTF_8),
                parser -> {
                  throw new BadJson("not-an-object");
                }))
        .hasMessage("not-an-object");
  }
}

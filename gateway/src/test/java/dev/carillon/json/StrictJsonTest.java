package dev.carillon.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  @Test
  void whatIsWrongIsExplainedWithItsPlaceAndLabelledWithout() {
    assertExplained("", "malformed", "the body is empty");
    assertExplained("[1]\n {}", "malformed", "something follows the end at line 2, column 2");
    assertExplained("\uFEFF1", "malformed", "the body begins with a byte order mark");
    assertThatThrownBy(() -> JSON.read("[\n 1,secret]".getBytes(UTF_8), StrictJsonTest::skip))
        .isInstanceOfSatisfying(
            BadJson.class,
            e -> {
              assertThat(e.explanation()).contains("at line 2, column");
              assertThat(e).hasToString(BadJson.class.getName() + ": malformed").hasNoCause();
            });
  }

  private static void assertExplained(String json, String reason, String explanation) {
    assertThatThrownBy(() -> JSON.read(json.getBytes(UTF_8), StrictJsonTest::skip))
        .isInstanceOfSatisfying(
            BadJson.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.explanation()).isEqualTo(explanation);
            });
  }

  @Test
  void numbersMayBeKeptShort() throws BadJson {
    var json = new StrictJson(new JsonLimits(64, 3, 5));
    StrictJson.Reader<Integer> number = JsonParser::getIntValue;

    assertThat(json.read("12345".getBytes(UTF_8), number)).isEqualTo(12345);
    assertThatThrownBy(() -> json.read("123456".getBytes(UTF_8), number))
        .isInstanceOf(BadJson.class);
  }

  @Test
  void membersAndElementsAreVisitedInOrderAndSkippedUnlessTheyAreRead() throws BadJson {
    var seen = new ArrayList<String>();
    byte[] json = "{\"a\":[1,[2],3],\"b\":{\"c\":[4]},\"a\":null}".getBytes(UTF_8);
    JSON.read(
        json,
        parser -> {
          StrictJson.members(
              parser,
              (name, value) -> {
                seen.add(name + value.currentToken());
                if (value.currentToken() == JsonToken.START_ARRAY) {
                  StrictJson.elements(
                      value, (none, element) -> seen.add(none + element.currentToken()));
                }
              });
          return seen;
        });

    assertThat(seen)
        .containsExactly(
            "aSTART_ARRAY",
            "VALUE_NUMBER_INT",
            "START_ARRAY",
            "VALUE_NUMBER_INT",
            "bSTART_OBJECT",
            "aVALUE_NULL");
  }

  @Test
  void anotherKindOfValueHasNoMembersAndNoElements() {
    assertThatThrownBy(() -> JSON.read("[]".getBytes(UTF_8), StrictJson::texts))
        .hasMessage("not-an-object");
    assertThatThrownBy(() ->
            JSON.read(
                "{}".getBytes(UTF_8),
                parser -> {
                  StrictJson.elements(parser, (none, element) -> {});
                  return true;
                }))
        .hasMessage("not-an-array");
  }

  @Test
  void textsAreTheMembersThatAreTexts() throws BadJson {
    byte[] json = "{\"a\":\"x\",\"b\":1,\"c\":{\"d\":\"y\"},\"e\":\"z\",\"e\":0}".getBytes(UTF_8);

    assertThat(JSON.read(json, StrictJson::texts)).containsExactly(Map.entry("a", "x"));
  }

  @Test
  void halfASurrogatePairHasNoUtf8() throws BadJson {
    assertThat(JSON.read("\"\\ud83d\\ude00\"".getBytes(UTF_8), StrictJson::utf8))
        .isEqualTo("😀".getBytes(UTF_8));
    assertThatThrownBy(() -> JSON.read("\"\\ud83d\"".getBytes(UTF_8), StrictJson::utf8))
        .hasMessage("half-surrogate-pair");
  }

  @Test
  void valuesAreWrittenInTheirOrder() {
    var members = new LinkedHashMap<String, Object>();
    members.put("z", List.of(1, 2L, 0.5, true));
    members.put("a", Map.of("é", "😀\ud83d\"\n"));
    members.put("n", null);

    assertThat(StrictJson.of(members))
        .asString(UTF_8)
        .isEqualTo("{\"z\":[1,2,0.5,true],\"a\":{\"é\":\"😀\\uD83D\\\"\\n\"},\"n\":null}");
    assertThatThrownBy(() -> StrictJson.of(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

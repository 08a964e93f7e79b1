package dev.carillon.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          *,            "",        true
          *,            anything,  true
          chat:*,       chat:1,    true
          chat:*,       chat:,     true
          chat:*,       chatbot/x, false
          chat*,        chatbot/x, true
          h?llo,        hello,     true
          h?llo,        hllo,      false
          h[ae]llo,     hallo,     true
          h[ae]llo,     hillo,     false
          h[^e]llo,     hallo,     true
          h[^e]llo,     hello,     false
          h[a-c]llo,    hbllo,     true
          h[c-a]llo,    hbllo,     true
          h[a-c]llo,    hdllo,     false
          h\\*llo,       h*llo,     true
          h\\*llo,       hello,     false
          h[\\]]llo,     h]llo,     true
          *a*b*c,       xxaxxbxxc, true
          *a*b*c,       xxaxxbxx,  false
          a**b,         ab,        true
          abc,          abcd,      false
          abcd,         abc,       false
          a\\,           a\\,        true
          [a,           a,         true
          """)
  void matchesAsRedisDoes(String glob, String text, boolean expected) {
    assertThat(new Glob(glob).matches(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"a*a*a*a*a*a*a*a*a*a*a*a*b"})
  void hostileGlobsCostLittle(String glob) {
    assertThat(new Glob(glob).matches("a".repeat(20_000))).isFalse();
  }
}

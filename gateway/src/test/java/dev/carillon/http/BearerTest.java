package dev.carillon.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 6750 §2.1: credentials = "Bearer" 1*SP b64token.
class BearerTest {
  @ParameterizedTest
  @ValueSource(strings = {"Bearer abc.def", "bearer abc.def", "BEARER   abc.def "})
  void theTokenStandsBehindTheScheme(String header) {
    assertThat(Bearer.token(header)).isEqualTo("abc.def");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearerabc", "Basic abc", "abc"})
  void anythingElseHasNone(String header) {
    assertThat(Bearer.token(header)).isNull();
  }

  @Test
  void whatIsShownIsRead() {
    assertThat(Bearer.token(Bearer.header("abc"))).isEqualTo("abc");
  }
}

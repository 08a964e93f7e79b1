package dev.carillon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Queries as the reference server reads them (`querystring.parse` of Node.js): never refused.
class QueryTest {

  @ParameterizedTest
  @CsvSource({
    "100%, 100%",
    "%, %",
    "%4, %4",
    "%zz%41, %zzA",
    "%%41, %A",
    "a%2, a%2",
    "%C3%A4+b, ä b",
    "%c3%28, \uFFFD(",
    "%FF, \uFFFD",
    "%F0%9F%94%94, \uD83D\uDD14",
    "a=b=c, a=b=c",
    "x;y=1, x;y=1",
    "\u0663%\u0663\u0663, \u0663%\u0663\u0663"
  })
  void aBadEscapeStaysAsItIs(String sent, String read) {
    assertThat(Query.of("/?a=" + sent)).isEqualTo(Map.of("a", read));
  }

  @Test
  void theFirstOfARepeatedNameCountsAndEmptyOnesAreRead() {
    assertThat(Query.of("/p?a=1&&a=2&b&=c&d=&%61=3"))
        .isEqualTo(Map.of("a", "1", "b", "", "", "c", "d", ""));
    assertThat(Query.of("/p")).isEmpty();
    assertThat(Query.of("/p?")).isEmpty();
    assertThat(Query.of("/p?a=1#b=2")).isEqualTo(Map.of("a", "1"));
  }

  @Test
  void thereMayBeAsManyAsTheLineHolds() {
    String query =
        IntStream.range(0, 1_200).mapToObj(i -> "k" + i + "=").collect(Collectors.joining("&"));
    assertThat(Query.of("/?" + query)).hasSize(1_200).containsEntry("k1199", "");
  }
}

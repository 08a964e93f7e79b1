package dev.carillon.server.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <b>New poll</b>                        | New poll
          a &amp; b &lt;c&gt;                    | a & b <c>
          <p>one</p><p>two</p>                   | one~two
          one<br>two<br/>three                   | one~two~three
          <ul><li>a</li><li>b</li></ul>          | * a~* b
          <a href="https://x/1">vote</a> now     | vote [https://x/1] now
          <a href="https://x">https://x</a>      | https://x
          <a href="#top">top</a>                 | top
          <img src="x.png" alt="a logo"> x       | a logo x
          a<script>alert(1)</script>b            | ab
          <b>unclosed <i>tags                    | unclosed tags
          <h1>Title</h1>text                     | Title~text
          plain                                  | plain
          """)
  void htmlReadsAsText(String html, String text) {
    assertThat(PlainText.of(html)).isEqualTo(text.replace('~', '\n'));
  }

  @Test
  void depthIsNoProblem() {
    assertThat(PlainText.of("<div>".repeat(20_000) + "deep")).isEqualTo("deep");
  }
}

package dev.carillon.server.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationReaderTest {
  private final PublicationReader reader = new PublicationReader(1 << 20);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1.50e+10",
        "true",
        "null",
        "{}",
        "[ ]",
        "[1, {\"a\":[\"]\",\"}\"]} ]",
        "{\"z\":1,\"a\":2,\"z\":3}",
        "{\"\u00e9\ud83d\ude00\":\"\\ud83d\\ude00 \\/ \u2028\"}",
        "123456789012345678901234567890.000000000000000000001"
      })
  void theMessageIsCutOutAsItIsWritten(String message) throws BadPublication {
    for (String after : new String[] {"}", " }", "\n,\"channel\":\"c\"}"}) {
      String channel = after.contains("channel") ? "" : "\"channel\":\"c\" , ";
      String body = "{" + channel + "\"message\" : " + message + after;

      assertThat(messageOf(body)).as(body).isEqualTo(message);
    }
  }

  @Test
  void aLongNumberSurvives() throws BadPublication {
    String number = "7".repeat(5_000);

    assertThat(messageOf("{\"channel\":\"c\",\"message\":" + number + "}")).isEqualTo(number);
  }

  @Test
  void aLongMessageIsCutAtItsEnds() throws BadPublication {
    var random = new Random(7);
    for (int round = 0; round < 50; round++) {
      String text = "\u00fc\\n".repeat(random.nextInt(5_000));
      String message = "[\"" + text + "\"," + random.nextLong() + "]";
      String blanks = " ".repeat(random.nextInt(9_000));

      assertThat(messageOf("{\"channel\":\"c\"," + blanks + "\"message\":" + message + "}"))
          .isEqualTo(message);
    }
  }

  @ParameterizedTest
  @CsvSource({"'\"two\"', two", "'\"a\\n\\\"b\\u00fc\"', 'a\n\"b\u00fc'", "'\"\"', ''"})
  void aStringIsTakenOutOfItsQuotes(String json, String text) throws BadPublication {
    assertThat(messageOf("{\"channel\":\"c\",\"message\":" + json + "}")).isEqualTo(text);
  }

  @Test
  void anEmptyArrayIsNothingToDo() throws BadPublication {
    assertThat(reader.read("[]".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "' '|the body is empty",
        "1|expected an object with channel and message at line 1, column 1",
        "[[]]|expected an object with channel and message at line 1, column 2",
        "{}|channel is missing at line 1, column 1",
        "{\"channel\":\"\",\"message\":1}|channel must be a string that is not empty",
        "{\"channel\":7,\"message\":1}|channel must be a string that is not empty",
        "{\"channel\":\"a\",\"channel\":\"b\"}|member given twice at line 1, column 16",
        "{\"message\":1,\"message\":2}|member given twice",
        "{\"chanel\":\"a\"}|unknown member; allowed: channel, message at line 1, column 2",
        "{\"channel\":\"\\ud800\",\"message\":1}|half a surrogate pair",
        "{\"channel\":\"a\",\"message\":\"\\udc00\"}|half a surrogate pair",
        "{\"channel\":\"a\",\"message\":1} {}|something follows the end",
        "{\"channel\":\"a\",\"message\":01}|line 1, column",
        "{\"channel\":\"a\",\"message\":[1}|line 1, column",
        "{\"channel\":\"a\",\"message\":|line 1, column"
      })
  void whatIsWrongIsToldWithItsPlace(String body, String reason) {
    assertThatThrownBy(() -> messageOf(body))
        .isInstanceOf(BadPublication.class)
        .hasMessageContaining(reason);
  }

  @Test
  void endlessNestingIsRefused() {
    assertThatThrownBy(() -> messageOf("{\"channel\":\"a\",\"message\":" + "[".repeat(100_000)))
        .isInstanceOf(BadPublication.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "ISO-8859-1"})
  void onlyUtf8IsUnderstood(String charset) {
    byte[] body = "{\"channel\":\"\u00fc\",\"message\":[1]}".getBytes(Charset.forName(charset));

    assertThatThrownBy(() -> reader.read(body)).isInstanceOf(BadPublication.class);
  }

  /// RFC 8259 §8.1: senders must not add one, so there is no need to guess what was meant.
  @Test
  void aByteOrderMarkIsRefused() {
    assertThatThrownBy(() -> messageOf("\ufeff{\"channel\":\"c\",\"message\":[1]}"))
        .isInstanceOf(BadPublication.class);
  }

  private String messageOf(String body) throws BadPublication {
    var publications = reader.read(body.getBytes(StandardCharsets.UTF_8));
    assertThat(publications).hasSize(1);
    return new String(publications.getFirst().message(), StandardCharsets.UTF_8);
  }
}

package dev.carillon.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class EventConverterTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void theEventComesFirstAndTheFieldsFollow() {
    var event = event("connection refused", null);
    event.setKeyValuePairs(
        List.of(new KeyValuePair("app", "loomio"), new KeyValuePair("reason", "a \"b\"")));

    assertThat(convert(event)).isEqualTo("connection refused app=loomio reason=\"a \\\"b\\\"\"");
  }

  @Test
  void nobodyCanForgeASecondLine() {
    String line =
        convert(event("name=x\r\n2026 ERROR forged\u001b[31m\u0000\u2028\u202e\u0085", null));

    assertThat(line)
        .isEqualTo("name=x\\r\\n2026 ERROR forged\\u001b[31m\\u0000\\u2028\\u202e\\u0085");
  }

  @Test
  void anExceptionStaysOnTheLine() {
    String line = convert(event("broke", new IllegalStateException("a\nb")));

    assertThat(line)
        .startsWith("broke exception=java.lang.IllegalStateException: a\\nb\\n\\tat ")
        .doesNotContain("\n");
  }

  @Test
  void endlessTextIsCut() {
    assertThat(convert(event("x".repeat(100_000), null)))
        .hasSizeLessThan(17_000)
        .endsWith("...(100000 characters)");
  }

  private String convert(LoggingEvent event) {
    var converter = new EventConverter();
    converter.setContext(context);
    converter.start();
    return converter.convert(event);
  }

  private LoggingEvent event(String message, @Nullable Throwable cause) {
    Logger logger = context.getLogger("test");
    return new LoggingEvent("test", logger, Level.INFO, message, cause, null);
  }
}

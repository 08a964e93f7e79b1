package dev.carillon.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.carillon.support.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLimitTest {
  private final FakeClock clock = new FakeClock();
  private final Logger log = (Logger) LoggerFactory.getLogger(LogLimitTest.class);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeEach
  void listen() {
    written.start();
    log.addAppender(written);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(written);
  }

  @Test
  void oneLinePerIntervalPassesAndTellsOfTheOthers() {
    LogLimit limit = new LogLimit(clock, "echo", Duration.ofSeconds(10));

    assertThat(limit.pass()).isZero();
    assertThat(limit.pass()).isEqualTo(LogLimit.HELD);
    clock.advance(Duration.ofMillis(9_999));
    assertThat(limit.pass()).isEqualTo(LogLimit.HELD);
    clock.advance(Duration.ofMillis(1));
    assertThat(limit.pass()).isEqualTo(2);
    assertThat(limit.pass()).isEqualTo(LogLimit.HELD);
  }

  @Test
  void aLineIsTheEventThenItsFieldsAndNamesTheApp() {
    LogLimit limit = new LogLimit(clock, "echo");

    limit.warn(log, "event dropped", "reason", "malformed", "bytes", 7);
    limit.warn(log, "event dropped", "reason", "too-large", "bytes", 8);
    clock.advance(LogLimit.INTERVAL);
    limit.warn(log, "event dropped", "reason", "depth", "bytes", 9);

    assertThat(written.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.WARN);
    assertThat(written.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsOnly("event dropped");
    assertThat(written.list)
        .extracting(event -> event.getKeyValuePairs().toString())
        .containsExactly(
            "[app=\"echo\", reason=\"malformed\", bytes=\"7\", also=\"0\"]",
            "[app=\"echo\", reason=\"depth\", bytes=\"9\", also=\"1\"]");
  }

  @Test
  void aNameWithoutAValueIsAMistakeEvenWhereTheLineIsLeftOut() {
    LogLimit limit = new LogLimit(clock, "echo");
    limit.warn(log, "event dropped");

    assertThatThrownBy(() -> limit.warn(log, "event dropped", "reason"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

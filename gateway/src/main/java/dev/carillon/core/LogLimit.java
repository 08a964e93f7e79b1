package dev.carillon.core;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/// Lets one log line through per interval, so that a flood of faults is no flood of log.
///
/// Safe for any thread; guarded by its own monitor, held for a few instructions only. Each line names
/// the app it is about, and says how many were left out since the last one. Those that are to be
/// told apart (bad input, a store that is away) take a limit each: a line that is let through silences
/// all others of its limit.
public final class LogLimit {
  /// How often a line is let through where nothing else is said.
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  /// What [#pass()] returns when the line is to be left out.
  static final long HELD = -1;

  private final Clock clock;
  private final String app;
  private final long everyMillis;
  private boolean first = true;
  private long lastMillis;
  private long held;

  /// Makes a limit of one line per [#INTERVAL].
  ///
  /// @param app the app, or the endpoint, that the lines are about
  public LogLimit(Clock clock, String app) {
    this(clock, app, INTERVAL);
  }

  /// Makes a limit of one line per `every`.
  ///
  /// @param app the app, or the endpoint, that the lines are about
  public LogLimit(Clock clock, String app, Duration every) {
    this.clock = clock;
    this.app = app;
    this.everyMillis = every.toMillis();
  }

  /// Warns, unless there was a line within the interval: the event, the field `app`, those given, and
  /// `also`, the number of lines that were left out.
  ///
  /// @param event what happened, in words that hold no value
  /// @param fields names and values in turn, free of secrets and of what was sent; the names are
  ///     `lower-case-with-dashes`
  /// @throws IllegalArgumentException if a name has no value; also when the line is left out
  public void warn(Logger log, String event, Object... fields) {
    if (fields.length % 2 != 0) {
      throw new IllegalArgumentException("names and values in turn: " + event);
    }
    long also = pass();
    if (also == HELD) {
      return;
    }
    LoggingEventBuilder line = log.atWarn().addKeyValue("app", app);
    for (int name = 0; name < fields.length; name += 2) {
      line = line.addKeyValue(String.valueOf(fields[name]), fields[name + 1]);
    }
    line.addKeyValue("also", also).log(event);
  }

  /// Asks to write a line.
  ///
  /// @return how many lines were left out since the last one, or [#HELD] to leave out this one, too
  synchronized long pass() {
    long now = clock.millis();
    if (!first && now - lastMillis < everyMillis) {
      held++;
      return HELD;
    }
    first = false;
    lastMillis = now;
    long since = held;
    held = 0;
    return since;
  }
}

package dev.carillon.server.support;

import dev.carillon.core.Clock;
import java.time.Duration;

/// Lets one log line through per interval, so that a flood of bad input is not a flood of log.
///
/// Safe for any thread; guarded by its own monitor, held for a few instructions only.
public final class LogLimit {
  /// What [#pass()] returns when the line is to be left out.
  public static final long HELD = -1;

  private final Clock clock;
  private final long everyMillis;
  private boolean first = true;
  private long lastMillis;
  private long held;

  /// Makes a limit of one line per `every`.
  public LogLimit(Clock clock, Duration every) {
    this.clock = clock;
    this.everyMillis = every.toMillis();
  }

  /// Asks to write a line.
  ///
  /// @return how many lines were left out since the last one, or [#HELD] to leave out this one, too
  public synchronized long pass() {
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

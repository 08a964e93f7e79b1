package dev.carillon.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/// Sets what is logged.
public final class Logging {
  private Logging() {}

  /// Sets the level of Carillon's own loggers; libraries keep theirs.
  ///
  /// @param level `trace`, `debug`, `info`, `warn` or `error`
  public static void level(String level) {
    if (LoggerFactory.getLogger("dev.carillon") instanceof Logger logger) {
      logger.setLevel(Level.toLevel(level));
    }
  }
}

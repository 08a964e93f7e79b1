package dev.carillon.server.apps.eclipse;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/// Moments as JavaScript writes them: ISO 8601 in UTC, with milliseconds.
final class Moments {
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private Moments() {}

  static String iso(Instant moment) {
    return ISO.format(moment);
  }

  /// Returns a moment that somebody else wrote in our form.
  ///
  /// @param fallback what counts when it cannot be read
  static String iso(String text, Instant fallback) {
    try {
      return iso(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return iso(fallback);
    }
  }
}

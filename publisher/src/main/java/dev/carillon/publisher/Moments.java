package dev.carillon.publisher;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// How the systems write moments, always in UTC. Immutable.
public final class Moments {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SHORTEST =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Moments() {}

  /// Returns it with three digits for milliseconds, as JavaScript does: `2026-02-03T10:30:00.500Z`.
  public static String millis(Instant moment) {
    return MILLIS.format(moment);
  }

  /// Returns it with as many digits as it needs, as Go does: `2026-02-03T10:30:00.5Z`.
  public static String shortest(Instant moment) {
    return SHORTEST.format(moment);
  }
}

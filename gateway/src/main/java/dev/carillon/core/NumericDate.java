package dev.carillon.core;

import java.time.Instant;

/// Seconds since 1970, as tokens tell times (RFC 7519 §2, "NumericDate").
public final class NumericDate {
  /// Within what [Instant] can hold, and still far enough for everything: the year 9999.
  private static final double LATEST = 253_402_300_799.0;

  private NumericDate() {}

  /// Returns the time, to the millisecond above; at least 1970 and at most the end of the year 9999.
  ///
  /// @param seconds may have a fraction, and may be infinite
  public static Instant instant(Number seconds) {
    double bounded = Math.clamp(seconds.doubleValue(), 0, LATEST);
    return Instant.ofEpochMilli((long) Math.ceil(bounded * 1000));
  }
}

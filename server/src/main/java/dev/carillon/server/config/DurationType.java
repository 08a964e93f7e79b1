package dev.carillon.server.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// A span of time with a unit: `300ms`, `25s`, `30m`, `2h`, `7d`; a bare number is milliseconds.
/// Immutable.
///
/// @param least the shortest span that is allowed, in milliseconds
/// @param most the longest span that is allowed, in milliseconds
public record DurationType(long least, long most) implements Type<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d|)");

  /// Returns the type of all spans from the one to the other, both in the form that it reads.
  public static DurationType between(String least, String most) {
    return new DurationType(millis(least), millis(most));
  }

  @Override
  public String documented() {
    return "duration: " + text(least) + " to " + text(most);
  }

  @Override
  public String allowed() {
    return text(least) + " to " + text(most) + ", with a unit (ms, s, m, h, d) or in milliseconds";
  }

  @Override
  public Duration parse(String text) {
    long millis = millis(text);
    if (millis < least || millis > most) {
      throw new IllegalArgumentException("out of range");
    }
    return Duration.ofMillis(millis);
  }

  @Override
  public String show(Duration value) {
    return text(value.toMillis());
  }

  private static long millis(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("not a duration");
    }
    long unit =
        switch (match.group(2)) {
          case "s" -> 1_000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          case "d" -> 86_400_000;
          default -> 1;
        };
    try {
      return Math.multiplyExact(Long.parseLong(match.group(1)), unit);
    } catch (ArithmeticException _) {
      throw new IllegalArgumentException("out of range");
    }
  }

  private static String text(long millis) {
    if (millis == 0) {
      return "0s";
    }
    if (millis % 86_400_000 == 0) {
      return millis / 86_400_000 + "d";
    }
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}

package dev.carillon.server.matrix;

import dev.carillon.http.HttpAnswer;
import dev.carillon.json.BadJson;
import dev.carillon.json.JsonLimits;
import dev.carillon.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads how long a server wants to be left alone.
///
/// The header `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), else the older
/// `retry_after_ms` member of the body (Matrix client-server API, rate limiting).
final class RetryAfter {

  /// Numbers are converted here, so they have a length.
  private static final StrictJson JSON = new StrictJson(new JsonLimits(64 * 1024, 64, 100));

  private static final long LONGEST_SECONDS = 86_400;

  private RetryAfter() {}

  static Duration of(HttpAnswer answer, Instant now) {
    Duration header = header(answer.header("Retry-After").orElse(""), now);
    return header.isPositive() ? header : body(answer.body());
  }

  private static Duration header(String value, Instant now) {
    try {
      if (value.matches("\\d{1,9}")) {
        return bounded(Duration.ofSeconds(Long.parseLong(value)));
      }
      return value.isEmpty()
          ? Duration.ZERO
          : bounded(
              Duration.between(
                  now,
                  ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  private static Duration body(byte[] body) {
    try {
      return JSON.read(body, RetryAfter::asked);
    } catch (BadJson _) {
      return Duration.ZERO;
    }
  }

  private static Duration asked(JsonParser parser) throws BadJson {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new BadJson("not-an-object");
    }
    Duration asked = Duration.ZERO;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean wanted = parser.currentName().equals("retry_after_ms");
      if (parser.nextToken().isNumeric() && wanted) {
        asked = bounded(Duration.ofMillis((long) parser.getDoubleValue()));
      }
      parser.skipChildren();
    }
    return asked;
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.toSeconds() > LONGEST_SECONDS ? Duration.ofSeconds(LONGEST_SECONDS) : asked;
  }
}

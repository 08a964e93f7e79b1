package dev.carillon.server.matrix;

import dev.carillon.http.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads how long a server wants to be left alone.
///
/// The header `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), else the older
/// `retry_after_ms` member of the body (Matrix client-server API, rate limiting).
final class RetryAfter {
  private static final JsonMapper JSON = JsonMapper.shared();
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
      JsonNode millis = JSON.readTree(body).path("retry_after_ms");
      return millis.isNumber()
          ? bounded(Duration.ofMillis((long) millis.doubleValue(0)))
          : Duration.ZERO;
    } catch (JacksonException e) {
      return Duration.ZERO;
    }
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.toSeconds() > LONGEST_SECONDS ? Duration.ofSeconds(LONGEST_SECONDS) : asked;
  }
}

package dev.carillon.http;

import java.time.Duration;

/// What calls may cost. Immutable.
///
/// @param timeout how long one call may take, from connecting to the last byte of the answer; also how
///     long it waits for its turn before that
/// @param maxAnswer how many bytes the body of an answer may have
/// @param concurrency how many calls run at once
public record HttpLimits(Duration timeout, int maxAnswer, int concurrency) {
  /// @throws IllegalArgumentException if one of them is not above zero
  public HttpLimits {
    if (!timeout.isPositive() || maxAnswer < 1 || concurrency < 1) {
      throw new IllegalArgumentException("timeout, max-answer, concurrency: more than 0");
    }
  }
}

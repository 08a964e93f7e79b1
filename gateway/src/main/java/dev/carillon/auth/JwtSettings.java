package dev.carillon.auth;

import java.time.Duration;
import java.util.Set;

/// What a token must say beside being signed. Immutable.
///
/// @param issuers one of them must have issued it (`iss`); empty: whoever has a key may
/// @param audiences one of them must be meant by it (`aud`); empty: whomever it is meant for
/// @param skew by how much clocks may differ: an end counts so much later, a beginning so much earlier
/// @param maxLength the longest token that is looked at, in characters
public record JwtSettings(
    Set<String> issuers, Set<String> audiences, Duration skew, int maxLength) {
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);
  private static final int MOST_LENGTH = 64 * 1024;

  /// @throws IllegalArgumentException if the skew is not 0 to 5 minutes, or the length not 1 to 64 KiB
  public JwtSettings {
    issuers = Set.copyOf(issuers);
    audiences = Set.copyOf(audiences);
    if (skew.isNegative() || skew.compareTo(MOST_SKEW) > 0) {
      throw new IllegalArgumentException("clock skew: 0 to 5 minutes");
    }
    if (maxLength < 1 || maxLength > MOST_LENGTH) {
      throw new IllegalArgumentException("longest token: 1 to 65536 characters");
    }
  }

  /// Returns any issuer and audience, no skew, and 8 KiB.
  public static JwtSettings defaults() {
    return new JwtSettings(Set.of(), Set.of(), Duration.ZERO, JwtVerifier.MAX_LENGTH);
  }

  /// Returns the same with other issuers.
  public JwtSettings withIssuers(Set<String> value) {
    return new JwtSettings(value, audiences, skew, maxLength);
  }

  /// Returns the same with other audiences.
  public JwtSettings withAudiences(Set<String> value) {
    return new JwtSettings(issuers, value, skew, maxLength);
  }

  /// Returns the same with another skew.
  public JwtSettings withSkew(Duration value) {
    return new JwtSettings(issuers, audiences, value, maxLength);
  }

  /// Returns the same with another longest token.
  public JwtSettings withMaxLength(int value) {
    return new JwtSettings(issuers, audiences, skew, value);
  }
}

package dev.carillon.auth;

import dev.carillon.core.Editable;
import java.time.Duration;
import java.util.Set;

/// What a token must say beside being signed; see [Editable] for how it is said.
public final class JwtSettings extends Editable<JwtSettings> {
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);
  private static final int MOST_LENGTH = 64 * 1024;

  /// One of them must have issued it (`iss`); empty: whoever has a key may.
  public Set<String> issuers = Set.of();

  /// One of them must be meant by it (`aud`); empty: whomever it is meant for.
  public Set<String> audiences = Set.of();

  /// By how much clocks may differ: an end counts so much later, a beginning so much earlier.
  public Duration skew = Duration.ZERO;

  /// The longest token that is looked at, in characters.
  public int maxLength = JwtVerifier.MAX_LENGTH;

  private JwtSettings() {}

  /// Returns the defaults.
  public static JwtSettings defaults() {
    return new JwtSettings();
  }

  @Override
  protected void check() {
    issuers = Set.copyOf(issuers);
    audiences = Set.copyOf(audiences);
    if (skew.isNegative() || skew.compareTo(MOST_SKEW) > 0) {
      throw new IllegalArgumentException("clock skew: 0 to 5 minutes");
    }
    if (maxLength < 1 || maxLength > MOST_LENGTH) {
      throw new IllegalArgumentException("longest token: 1 to 65536 characters");
    }
  }
}

package dev.carillon.auth;

import java.time.Instant;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;

/// What a verified token says (RFC 7519 §4). Immutable.
///
/// A claim of another type than the asked one counts as absent, since its author meant something
/// else.
public final class Claims {
  /// Within what [Instant] can hold, and still far enough for every token: the year 9999.
  private static final long LATEST_SECONDS = 253_402_300_799L;

  private final JwtClaims claims;
  private final @Nullable Instant notBefore;
  private final @Nullable Instant expiresAt;

  /// @throws MalformedClaimException if a date is not a number, or has more than 64 bits
  Claims(JwtClaims claims) throws MalformedClaimException {
    this.claims = claims;
    this.notBefore = instant(claims.getNotBefore());
    this.expiresAt = instant(claims.getExpirationTime());
  }

  /// Returns whom the token is about (`sub`), or `null`.
  public @Nullable String subject() {
    return string("sub");
  }

  /// Returns a claim that is a string, or `null`.
  public @Nullable String string(String name) {
    return claims.getClaimValue(name) instanceof String value ? value : null;
  }

  /// Returns whether a claim is `true`; everything else is no, and so is its absence.
  public boolean bool(String name) {
    return claims.getClaimValue(name) instanceof Boolean value && value;
  }

  /// Returns when the token expires (`exp`), in whole seconds and at most the end of the year 9999;
  /// `null` means never.
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /// Returns from when on the token counts (`nbf`); `null` means from ever.
  @Nullable Instant notBefore() {
    return notBefore;
  }

  private static @Nullable Instant instant(@Nullable NumericDate date) {
    return date == null
        ? null
        : Instant.ofEpochSecond(Math.clamp(date.getValue(), 0, LATEST_SECONDS));
  }
}

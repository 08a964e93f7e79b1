package dev.carillon.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a verified token says (RFC 7519 §4). Immutable.
///
/// A claim of another type than the asked one counts as absent, since its author meant something
/// else.
public final class Claims {
  /// Far enough for every token, and near enough to reckon with in milliseconds: the year 9999.
  private static final long LATEST_SECONDS = 253_402_300_799L;

  private final JsonNode claims;
  private final @Nullable Instant notBefore;
  private final @Nullable Instant expiresAt;

  /// @param claims an object
  /// @throws TokenException if a date is not a number
  Claims(JsonNode claims) throws TokenException {
    this.claims = claims;
    this.notBefore = date("nbf");
    this.expiresAt = date("exp");
  }

  /// Returns whom the token is about (`sub`), or `null`.
  public @Nullable String subject() {
    return string("sub");
  }

  /// Returns a claim that is a string, or `null`.
  public @Nullable String string(String name) {
    JsonNode value = claims.get(name);
    return value != null && value.isString() ? value.stringValue() : null;
  }

  /// Returns whether a claim is `true`; everything else is no, and so is its absence.
  public boolean bool(String name) {
    JsonNode value = claims.get(name);
    return value != null && value.isBoolean() && value.booleanValue();
  }

  /// Returns when the token expires (`exp`), at most the end of the year 9999; `null` means never.
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /// Returns from when on the token counts (`nbf`); `null` means from ever.
  @Nullable Instant notBefore() {
    return notBefore;
  }

  /// Reads seconds since 1970, which may have a fraction (RFC 7519 §2).
  private @Nullable Instant date(String name) throws TokenException {
    JsonNode value = claims.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber()) {
      throw new TokenException(TokenException.Reason.MALFORMED);
    }
    // Through Number, as that makes what is too large infinite and never throws.
    double seconds = Math.clamp(value.numberValue().doubleValue(), 0, (double) LATEST_SECONDS);
    return Instant.ofEpochMilli((long) (seconds * 1_000));
  }
}

package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.NumericDate;
import dev.carillon.json.BadJson;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a verified token says (RFC 7519 §4). Immutable.
///
/// A claim of another type than the asked one counts as absent, since its author meant something
/// else. Not so for the times: a token that means to end is not to last for ever.
public final class TokenClaims {
  private final Map<String, @Nullable Object> members;
  private final @Nullable Instant notBefore;
  private final @Nullable Instant expiresAt;

  /// @param skew by how much clocks may differ
  /// @throws BadJson if `exp` or `nbf` is there and no number (RFC 7519 §4.1.4, §4.1.5), or a whole one
  ///     of more than 64 bits
  TokenClaims(Map<String, @Nullable Object> members, Duration skew) throws BadJson {
    this.members = members;
    Instant begin = time("nbf");
    Instant end = time("exp");
    this.notBefore = begin == null ? null : begin.minus(skew);
    this.expiresAt = end == null ? null : end.plus(skew);
  }

  /// Returns whom the token is about (`sub`), or `null`.
  public @Nullable String subject() {
    return string("sub");
  }

  /// Returns a claim that is a string, or `null`.
  public @Nullable String string(String name) {
    return members.get(name) instanceof String value ? value : null;
  }

  /// Returns whether a claim is `true`; everything else is no, and so is its absence.
  public boolean bool(String name) {
    return members.get(name) instanceof Boolean value && value;
  }

  /// Returns from when on the token no longer counts: its end (`exp`), at most that of the year 9999,
  /// and the skew that clocks may have. `null` means never.
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  /// @throws TokenException if the token does not count at this time
  void requireNow(Instant now) throws TokenException {
    if (expiresAt != null && !now.isBefore(expiresAt)) {
      throw new TokenException(Reason.EXPIRED);
    }
    if (notBefore != null && now.isBefore(notBefore)) {
      throw new TokenException(Reason.NOT_YET_VALID);
    }
  }

  /// @param issuers one of them must have issued the token, unless there are none
  /// @param audiences one of them must be meant by it, unless there are none
  /// @throws TokenException if not
  void requireMeant(Set<String> issuers, Set<String> audiences) throws TokenException {
    if (!issuers.isEmpty()
        && !(members.get("iss") instanceof String who && issuers.contains(who))) {
      throw new TokenException(Reason.ISSUER);
    }
    if (audiences.isEmpty()) {
      return;
    }
    // RFC 7519 §4.1.3: a list, or one alone.
    Object meant = members.get("aud");
    Collection<?> all = meant instanceof Collection<?> list ? list : Collections.singleton(meant);
    if (all.stream().noneMatch(one -> one instanceof String who && audiences.contains(who))) {
      throw new TokenException(Reason.AUDIENCE);
    }
  }

  /// Returns all claims by their names, as JSON in Java; those that are `null` are in it.
  Map<String, @Nullable Object> members() {
    return members;
  }

  private @Nullable Instant time(String name) throws BadJson {
    if (!members.containsKey(name)) {
      return null;
    }
    return switch (members.get(name)) {
      case BigInteger seconds when seconds.bitLength() >= Long.SIZE -> throw new BadJson("number");
      case Number seconds -> NumericDate.instant(seconds);
      case null, default -> throw new BadJson("no-number");
    };
  }
}

package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Clock;
import dev.carillon.core.Principal;
import dev.carillon.json.BadJson;
import java.time.Duration;

/// Reads what a store or a web service knows of a token: the members of a token's claims as a JSON
/// object, `exp` and `nbf` included. Immutable, safe for any thread.
final class RecordReader {
  private final int maxBytes;
  private final PrincipalNames names;
  private final Clock clock;

  RecordReader(int maxBytes, PrincipalNames names, Clock clock) {
    this.maxBytes = maxBytes;
    this.names = names;
    this.clock = clock;
  }

  /// @throws TokenException if it cannot be read, names nobody, or does not count now
  Principal read(byte[] json) throws TokenException {
    TokenClaims claims;
    try {
      claims = new TokenClaims(JsonObject.read(json, maxBytes), Duration.ZERO);
    } catch (BadJson _) {
      throw new TokenException(Reason.UNREADABLE);
    }
    claims.requireNow(clock.now());
    return names.principal(claims.members(), claims.expiresAt());
  }
}

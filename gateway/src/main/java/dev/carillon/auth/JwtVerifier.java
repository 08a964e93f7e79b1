package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Clock;
import dev.carillon.json.BadJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Verifies signed tokens: JWT (RFC 7519) in the compact form of JWS (RFC 7515 §3.1).
///
/// As strict as `jsonwebtoken`, the issuer that most tokens here come from, and stricter where a standard
/// asks for it; `docs/decisions/0009-jwt.md` lists the differences, and a test runs both against each other.
///
/// Immutable, safe for any thread. Never blocks with keys that are at hand; with [JwksKeys] it may wait
/// for them, and is then not called in a lane.
public final class JwtVerifier {
  /// The longest token that is looked at by default, in characters.
  public static final int MAX_LENGTH = 8 * 1024;

  private final TokenKeys keys;
  private final JwtSettings settings;
  private final Clock clock;

  /// Makes a verifier of tokens that a shared secret signed, with [JwtSettings#defaults()].
  ///
  /// @param key the shared secret, which is copied; see [TokenKeys#secret]
  /// @param clock says what time it is
  /// @throws IllegalArgumentException if the key is empty
  public JwtVerifier(byte[] key, Clock clock) {
    this(TokenKeys.secret(key), JwtSettings.defaults(), clock);
  }

  /// Makes a verifier. The first one of a process takes a moment, so that no token does.
  ///
  /// @param keys what tokens may be signed with
  /// @param settings what else they must say
  /// @param clock says what time it is
  public JwtVerifier(TokenKeys keys, JwtSettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings.copy();
    this.clock = clock;
    warmUp();
  }

  /// Returns what a token says, if its signature is right, its time is now, and it is meant for us.
  ///
  /// @throws TokenException with the reason, if the token is not accepted
  public TokenClaims verify(String token) throws TokenException {
    TokenClaims claims = claims(signed(token));
    claims.requireNow(clock.now());
    claims.requireMeant(settings.issuers, settings.audiences);
    return claims;
  }

  /// Nothing is read of the claims before the signature is right.
  private byte[] signed(String text) throws TokenException {
    CompactToken token = CompactToken.read(text, settings.maxLength);
    for (TokenKey key : keys.candidates(token.keyId(), token.algorithm())) {
      byte @Nullable [] payload = key.payload(text, token.algorithm());
      if (payload != null) {
        return payload;
      }
    }
    throw new TokenException(Reason.BAD_SIGNATURE);
  }

  private TokenClaims claims(byte[] payload) throws TokenException {
    try {
      return new TokenClaims(JsonObject.read(payload, settings.maxLength), settings.skew);
    } catch (BadJson _) {
      throw new TokenException(Reason.MALFORMED);
    }
  }

  /// Before its first token, the library tries out what this JDK can do.
  private void warmUp() {
    byte[] any = "one of the keys that nobody has..".getBytes(StandardCharsets.US_ASCII);
    String token = new JwtSigner(any, clock).sign(Map.of(), Duration.ofSeconds(1));
    if (TokenKey.secret(any).payload(token, "HS256") == null) {
      throw new IllegalStateException("what was signed here is not verified here");
    }
  }
}

package dev.carillon.auth;

import dev.carillon.auth.TokenException.Reason;
import dev.carillon.core.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.lang.InvalidAlgorithmException;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// Verifies tokens that were signed with a shared secret: JWT (RFC 7519) in the compact form of JWS
/// (RFC 7515 §3.1), with HS256, HS384 or HS512.
///
/// Immutable, safe for any thread, and never blocks. A secret of any length is taken, although
/// RFC 7518 §3.2 wants one as long as the hash: common issuers take short ones, too.
public final class JwtVerifier {
  /// The longest token that is looked at, in characters.
  public static final int MAX_LENGTH = 8 * 1024;

  private final SharedSecret secret;
  private final Clock clock;

  /// Makes a verifier. The first one of a process takes a moment, so that no token does.
  ///
  /// @param key the shared secret, which is copied
  /// @param clock says what time it is; there is no leeway
  /// @throws IllegalArgumentException if the key is empty
  public JwtVerifier(byte[] key, Clock clock) {
    this.secret = new SharedSecret(key);
    this.clock = clock;
    warmUp();
  }

  /// Returns what a token says, if its signature is right and its time is now.
  ///
  /// @throws TokenException with the reason, if the token is not accepted
  public Claims verify(String token) throws TokenException {
    Claims claims = signed(token);
    Instant now = clock.now();
    @Nullable Instant end = claims.expiresAt();
    if (end != null && !now.isBefore(end)) {
      throw new TokenException(Reason.EXPIRED);
    }
    @Nullable Instant start = claims.notBefore();
    if (start != null && now.isBefore(start)) {
      throw new TokenException(Reason.NOT_YET_VALID);
    }
    return claims;
  }

  /// Nothing is read of the claims before the signature is right, and no exception of the library
  /// is passed on: each quotes what it read.
  private Claims signed(String text) throws TokenException {
    if (text.length() > MAX_LENGTH) {
      throw new TokenException(Reason.MALFORMED);
    }
    JsonWebSignature token = secret.token();
    try {
      token.setCompactSerialization(text);
      // The library knows one extension, which is not for JWTs (RFC 7797 §7).
      if (token.getObjectHeader(HeaderParameterNames.CRITICAL) != null) {
        throw new TokenException(Reason.CRITICAL);
      }
      if (!token.verifySignature()) {
        throw new TokenException(Reason.BAD_SIGNATURE);
      }
      return new Claims(JwtClaims.parse(token.getPayload()));
    } catch (InvalidAlgorithmException _) {
      throw new TokenException(Reason.ALGORITHM);
    } catch (JoseException | InvalidJwtException | MalformedClaimException | RuntimeException _) {
      // The last, as the library casts what strangers send: an `alg` that is a list, for one.
      throw new TokenException(Reason.MALFORMED);
    }
  }

  /// Before its first token, the library tries out what this JDK can do.
  private void warmUp() {
    try {
      signed(new JwtSigner(secret, clock).sign(Map.of(), Duration.ofSeconds(1)));
    } catch (TokenException e) {
      throw new IllegalStateException("what was signed here is not verified here", e);
    }
  }
}

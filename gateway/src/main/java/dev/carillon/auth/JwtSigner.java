package dev.carillon.auth;

import dev.carillon.core.Clock;
import java.time.Duration;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/// Mints tokens that [JwtVerifier] accepts, signed with HS256. Immutable and safe for any thread.
public final class JwtSigner {
  private final SecretKey key;
  private final Clock clock;

  /// @param key the shared secret, which is copied
  /// @param clock says what time it is
  /// @throws IllegalArgumentException if the key is empty
  public JwtSigner(byte[] key, Clock clock) {
    if (key.length == 0) {
      throw new IllegalArgumentException("the key is empty");
    }
    this.key = new SecretKeySpec(key, "HMAC");
    this.clock = clock;
  }

  /// Returns a token with these claims, issued now (`iat`) and with an end (`exp`).
  ///
  /// @param claims strings, numbers and booleans; written in this order, before the two dates
  /// @param lifetime at least a second, as the dates of tokens are seconds
  /// @throws IllegalArgumentException if the lifetime is shorter
  public String sign(Map<String, ?> claims, Duration lifetime) {
    if (lifetime.toSeconds() < 1) {
      throw new IllegalArgumentException("a lifetime is at least a second");
    }
    long now = clock.now().getEpochSecond();
    var all = new JwtClaims();
    claims.forEach(all::setClaim);
    all.setIssuedAt(NumericDate.fromSeconds(now));
    all.setExpirationTime(NumericDate.fromSeconds(now + lifetime.toSeconds()));
    var token = new JsonWebSignature();
    token.setKey(key);
    // It would refuse keys that are shorter than the hash; see TokenKeys.
    token.setDoKeyValidation(false);
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    token.setPayload(all.toJson());
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256, and takes any key", e);
    }
  }
}

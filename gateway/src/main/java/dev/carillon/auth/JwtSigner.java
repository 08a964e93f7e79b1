package dev.carillon.auth;

import dev.carillon.core.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKey;

/// Mints tokens that [JwtVerifier] accepts, signed with HS256. Immutable and safe for any thread.
public final class JwtSigner {
  private static final String HEADER = encoded(Map.of("alg", "HS256"));

  private final SecretKey key;
  private final Clock clock;

  /// @param key the shared secret, which is copied
  /// @param clock says what time it is
  /// @throws IllegalArgumentException if the key is empty
  public JwtSigner(byte[] key, Clock clock) {
    this.key = JwtVerifier.key(key);
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
    var all = new LinkedHashMap<String, Object>(claims);
    all.put("iat", now);
    all.put("exp", now + lifetime.toSeconds());
    String signed = HEADER + "." + encoded(all);
    byte[] signature = HmacAlgorithm.HS256.sign(key, signed);
    return signed + "." + new String(signature, StandardCharsets.US_ASCII);
  }

  private static String encoded(Map<String, ?> object) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(TokenJson.bytes(object));
  }
}

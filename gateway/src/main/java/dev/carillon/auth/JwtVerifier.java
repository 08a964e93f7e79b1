package dev.carillon.auth;

import dev.carillon.core.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Verifies tokens that were signed with a shared secret: JWT (RFC 7519) in the compact form of JWS
/// (RFC 7515 §3.1), with HS256, HS384 or HS512.
///
/// Immutable, safe for any thread, and never blocks. A secret of any length is taken, although
/// RFC 7518 §3.2 wants one as long as the hash: common issuers take short ones, too.
public final class JwtVerifier {
  /// The longest token that is looked at, in characters.
  public static final int MAX_LENGTH = 8 * 1024;

  private static final Base64.Decoder BASE64URL = Base64.getUrlDecoder();

  private final SecretKey key;
  private final Clock clock;

  /// @param key the shared secret, which is copied
  /// @param clock says what time it is; there is no leeway
  /// @throws IllegalArgumentException if the key is empty
  public JwtVerifier(byte[] key, Clock clock) {
    this.key = key(key);
    this.clock = clock;
  }

  /// Returns what a token says, if its signature is right and its time is now.
  ///
  /// @throws TokenException with the reason, if the token is not accepted
  public Claims verify(String token) throws TokenException {
    if (token.length() > MAX_LENGTH) {
      throw new TokenException(TokenException.Reason.MALFORMED);
    }
    int header = token.indexOf('.');
    int payload = token.indexOf('.', header + 1);
    // With a third dot, the signature has one in it and is wrong.
    if (header < 0 || payload < 0) {
      throw new TokenException(TokenException.Reason.MALFORMED);
    }
    HmacAlgorithm algorithm = algorithm(TokenJson.object(decoded(token.substring(0, header))));
    byte[] right = algorithm.sign(key, token.substring(0, payload));
    // As text: several texts decode to the same bytes, and only one of them is the signature.
    byte[] given = token.substring(payload + 1).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(right, given)) {
      throw new TokenException(TokenException.Reason.BAD_SIGNATURE);
    }
    var claims = new Claims(TokenJson.object(decoded(token.substring(header + 1, payload))));
    checkTime(claims, clock.now());
    return claims;
  }

  /// The key's owner chose the algorithms; the token only says which one of them it is
  /// (RFC 8725 §3.1).
  private static HmacAlgorithm algorithm(JsonNode header) throws TokenException {
    if (header.has("crit")) {
      throw new TokenException(TokenException.Reason.CRITICAL);
    }
    JsonNode name = header.get("alg");
    HmacAlgorithm algorithm =
        HmacAlgorithm.named(name != null && name.isString() ? name.stringValue() : null);
    if (algorithm == null) {
      throw new TokenException(TokenException.Reason.ALGORITHM);
    }
    return algorithm;
  }

  private static void checkTime(Claims claims, Instant now) throws TokenException {
    @Nullable Instant end = claims.expiresAt();
    if (end != null && !now.isBefore(end)) {
      throw new TokenException(TokenException.Reason.EXPIRED);
    }
    @Nullable Instant start = claims.notBefore();
    if (start != null && now.isBefore(start)) {
      throw new TokenException(TokenException.Reason.NOT_YET_VALID);
    }
  }

  private static byte[] decoded(String part) throws TokenException {
    // Tokens have no padding (RFC 7515 §2), which the decoder would take.
    if (part.indexOf('=') < 0) {
      try {
        return BASE64URL.decode(part);
      } catch (IllegalArgumentException _) {
        // Not passed on: the text may quote the token.
      }
    }
    throw new TokenException(TokenException.Reason.MALFORMED);
  }

  /// Makes a key that keeps its bytes to itself.
  static SecretKey key(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("the key is empty");
    }
    return new SecretKeySpec(bytes, "HMAC");
  }
}

package dev.carillon.auth;

import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A key, and the algorithms that it is for. Immutable.
final class TokenKey {
  private static final Logger LOG = LoggerFactory.getLogger(TokenKey.class);

  /// The hash of HS256 (RFC 7518 §3.2).
  private static final int ADVISED_SECRET_BYTES = 32;

  private static final int MIN_RSA_BITS = 2048; // RFC 7518 §3.3, §3.5
  private static final int MAX_RSA_BITS = 16_384; // beyond, verifying takes milliseconds

  private static final Set<String> HMAC = Set.of("HS256", "HS384", "HS512");
  private static final Set<String> PSS = Set.of("PS256", "PS384", "PS512");
  private static final Set<String> RSA =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
  private static final Map<String, Set<String>> EC =
      Map.of("P-256", Set.of("ES256"), "P-384", Set.of("ES384"), "P-521", Set.of("ES512"));
  private static final Set<String> EDWARDS = Set.of("EdDSA");

  private final @Nullable String id;
  private final Key key;
  private final Set<String> algorithms;

  private TokenKey(@Nullable String id, Key key, Set<String> algorithms) {
    this.id = id;
    this.key = key;
    this.algorithms = algorithms;
  }

  /// @param secret copied
  /// @throws IllegalArgumentException if it is empty
  static TokenKey secret(byte[] secret) {
    if (secret.length == 0) {
      throw new IllegalArgumentException("the key is empty");
    }
    if (secret.length < ADVISED_SECRET_BYTES) {
      LOG.warn("token secret is short and can be guessed: advised-bytes={}", ADVISED_SECRET_BYTES);
    }
    return new TokenKey(null, new SecretKeySpec(secret, "HMAC"), HMAC);
  }

  /// @param id its name in a key set, or `null`
  /// @param only the one algorithm that it is to be used with (`alg`, RFC 7517 §4.4), or `null`
  /// @throws IllegalArgumentException if it is of no use; the text quotes nothing of it
  static TokenKey of(PublicKey key, @Nullable String id, @Nullable String only) {
    Set<String> algorithms = new HashSet<>(algorithms(key));
    if (only != null) {
      algorithms.retainAll(Set.of(only));
    }
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("the key is for none of the algorithms of tokens");
    }
    return new TokenKey(id, key, Set.copyOf(algorithms));
  }

  private static Set<String> algorithms(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> {
        int bits = rsa.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
          throw new IllegalArgumentException("an RSA key has 2048 to 16384 bits");
        }
        yield rsa.getAlgorithm().equals("RSASSA-PSS") ? PSS : RSA;
      }
      case ECPublicKey ec -> {
        @Nullable String curve = EllipticCurves.getName(ec.getParams().getCurve());
        yield curve == null ? Set.of() : EC.getOrDefault(curve, Set.of());
      }
      case EdECPublicKey _ -> EDWARDS;
      default -> Set.of();
    };
  }

  /// Returns whether an algorithm is one of key pairs, and so could be that of a key in a key set.
  static boolean isForPublicKeys(String algorithm) {
    return RSA.contains(algorithm)
        || EDWARDS.contains(algorithm)
        || EC.values().stream().anyMatch(all -> all.contains(algorithm));
  }

  /// Returns its name in a key set, or `null`.
  @Nullable String id() {
    return id;
  }

  boolean permits(String algorithm) {
    return algorithms.contains(algorithm);
  }

  /// Returns the token's payload if this key signed it, else `null`.
  ///
  /// @param text a token in compact form that [CompactToken] has read
  /// @param algorithm one that this key permits
  byte @Nullable [] payload(String text, String algorithm) {
    var token = new JsonWebSignature();
    token.setKey(key);
    // It would refuse secrets that are shorter than the hash; what else it looks at is checked
    // above.
    token.setDoKeyValidation(!HMAC.contains(algorithm));
    token.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, algorithm));
    try {
      token.setCompactSerialization(text);
      return token.verifySignature() ? token.getPayloadBytes() : null;
    } catch (JoseException | RuntimeException _) {
      // Its texts quote the token. Whatever it trips over, this key did not sign that.
      return null;
    }
  }
}

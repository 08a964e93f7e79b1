package dev.carillon.auth;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;

/// A key that issuer and verifier both have. Immutable.
final class SharedSecret {
  /// The key's owner chooses the algorithms, never the token (RFC 8725 §3.1).
  private static final AlgorithmConstraints ALGORITHMS =
      new AlgorithmConstraints(
          ConstraintType.PERMIT,
          AlgorithmIdentifiers.HMAC_SHA256,
          AlgorithmIdentifiers.HMAC_SHA384,
          AlgorithmIdentifiers.HMAC_SHA512);

  private final SecretKey key;

  /// @param bytes copied
  /// @throws IllegalArgumentException if there are none
  SharedSecret(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("the key is empty");
    }
    this.key = new SecretKeySpec(bytes, "HMAC");
  }

  /// Returns an empty token under this key: for one use, by one thread.
  JsonWebSignature token() {
    var token = new JsonWebSignature();
    token.setKey(key);
    // It would refuse keys that are shorter than the hash (RFC 7518 §3.2).
    token.setDoKeyValidation(false);
    token.setAlgorithmConstraints(ALGORITHMS);
    return token;
  }
}

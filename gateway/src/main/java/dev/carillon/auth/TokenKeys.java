package dev.carillon.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keys that signatures of tokens are verified by. Safe for any thread.
///
/// A key's kind decides which algorithms it is for, never the token (RFC 8725 §3.1, §3.2): a public key is
/// never taken for the secret of an HMAC, and `none` is no algorithm.
///
/// | Key | Algorithms |
/// |---|---|
/// | a shared secret | HS256, HS384, HS512 |
/// | RSA, of 2048 to 16384 bits | RS256, RS384, RS512, PS256, PS384, PS512 |
/// | RSASSA-PSS, likewise | PS256, PS384, PS512 |
/// | EC on P-256, P-384, P-521 | ES256, ES384, ES512 |
/// | Ed25519, Ed448 | EdDSA |
public abstract sealed class TokenKeys permits FixedKeys, JwksKeys {
  TokenKeys() {}

  /// Returns a secret that issuer and verifier share.
  ///
  /// Any length is taken, although RFC 7518 §3.2 wants one as long as the hash: `jsonwebtoken` and
  /// `golang-jwt` take short ones, and who moves here has one already. A warning is logged for one of
  /// less than 32 bytes, since a token is all that it takes to guess it offline.
  ///
  /// @param secret copied
  /// @throws IllegalArgumentException if it is empty
  public static TokenKeys secret(byte[] secret) {
    return new FixedKeys(List.of(TokenKey.secret(secret)));
  }

  /// Returns the public keys of a PEM text (RFC 7468): `PUBLIC KEY`, `RSA PUBLIC KEY` or `CERTIFICATE`,
  /// 16 of them at most. What else it says is passed over, but a private key is refused: it has no
  /// business here.
  ///
  /// @throws IllegalArgumentException if there is none, or one that cannot be used; the text quotes
  ///     nothing of it
  public static TokenKeys pem(String text) {
    return new FixedKeys(PemKeys.read(text));
  }

  /// Returns the keys that may have signed a token, best first. May block where keys are fetched.
  ///
  /// @param id what the token says of its key (`kid`)
  /// @param algorithm what the token says it was signed with
  /// @throws TokenException if there are none
  abstract List<TokenKey> candidates(@Nullable String id, String algorithm) throws TokenException;
}

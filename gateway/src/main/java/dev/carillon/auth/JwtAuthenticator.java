package dev.carillon.auth;

import dev.carillon.core.Principal;

/// Tells who somebody is by a signed token. Immutable; blocks where its verifier does.
public final class JwtAuthenticator implements Authenticator {
  private final JwtVerifier verifier;
  private final PrincipalNames names;

  /// @param names which claims say who it is
  public JwtAuthenticator(JwtVerifier verifier, PrincipalNames names) {
    this.verifier = verifier;
    this.names = names;
  }

  @Override
  public Principal authenticate(String token) throws TokenException {
    TokenClaims claims = verifier.verify(token);
    return names.principal(claims.members(), claims.expiresAt());
  }
}

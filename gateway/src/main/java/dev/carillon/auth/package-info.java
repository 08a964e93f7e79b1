/// Who somebody is: by a signed token, by a record in the store, or by asking the backend.
///
/// [dev.carillon.auth.Authenticator] is the way in, [dev.carillon.auth.JwtVerifier] the one for tokens alone;
/// [dev.carillon.auth.TokenLease] ends a connection with its token. No exception of this package holds a
/// token, a key or a claim.
@NullMarked
package dev.carillon.auth;

import org.jspecify.annotations.NullMarked;

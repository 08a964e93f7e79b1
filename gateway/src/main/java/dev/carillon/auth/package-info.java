/// Who somebody is: tokens, verified and minted.
///
/// [dev.carillon.auth.JwtVerifier] is the way in. No exception of this package holds a token, a key
/// or a claim.
@NullMarked
package dev.carillon.auth;

import org.jspecify.annotations.NullMarked;

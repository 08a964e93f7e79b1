package dev.carillon.auth;

import dev.carillon.core.Principal;

/// Tells who somebody is by the token that they show.
///
/// Safe for any thread. Those that ask a store or a web service block, and so are asked on virtual
/// threads and never in a lane; [JwtAuthenticator] with a key at hand never blocks.
@FunctionalInterface
public interface Authenticator {

  /// Returns who it is.
  ///
  /// @param token as the client sent it: untrusted, of any length
  /// @throws TokenException with the reason, if the token is not accepted, or cannot be judged now
  ///     ([TokenException.Reason#UNAVAILABLE])
  Principal authenticate(String token) throws TokenException;
}

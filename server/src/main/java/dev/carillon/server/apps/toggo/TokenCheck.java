package dev.carillon.server.apps.toggo;

import dev.carillon.auth.Authenticator;
import dev.carillon.auth.JwtAuthenticator;
import dev.carillon.auth.JwtVerifier;
import dev.carillon.auth.PrincipalNames;
import dev.carillon.auth.TokenException;
import dev.carillon.core.Clock;
import dev.carillon.core.Principal;
import dev.carillon.http.Bearer;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.server.apps.toggo.ToggoSettings.Auth;
import dev.carillon.server.config.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells who sends a request, by the token that it carries. Immutable, safe for any thread, never
/// blocks.
///
/// The token is in `Authorization: Bearer` (RFC 6750 §2.1), or else in the query as `token`. It never
/// reaches a log.
final class TokenCheck {
  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final Auth auth;
  private final @Nullable Authenticator authenticator;

  TokenCheck(ToggoSettings.Access access, Clock clock) {
    this.auth = access.auth();
    Secret key = access.jwtKey();
    this.authenticator =
        auth == Auth.OFF || key == null
            ? null
            : new JwtAuthenticator(new JwtVerifier(key.bytes(), clock), PrincipalNames.DEFAULT);
  }

  /// Who it is.
  sealed interface Caller {
    /// @param principal whose id is a UUID, from the token's `sub`
    record User(Principal principal) implements Caller {}

    /// Somebody who did not have to say.
    record Anybody() implements Caller {}

    /// Nobody who may come in.
    ///
    /// @param message what to tell
    /// @param label why, for metrics
    record Stranger(String message, String label) implements Caller {}
  }

  Caller callerOf(HttpRequestHead request) {
    if (authenticator == null) {
      return new Caller.Anybody();
    }
    String token = token(request);
    if (token.isEmpty()) {
      return auth == Auth.OPTIONAL
          ? new Caller.Anybody()
          : new Caller.Stranger("Missing authentication token", "no-token");
    }
    try {
      Principal principal = authenticator.authenticate(token);
      if (UUID.matcher(principal.id()).matches()) {
        return new Caller.User(principal);
      }
    } catch (TokenException _) {
      // Why is nobody's business but the owner's of the key.
    }
    return new Caller.Stranger("Invalid token", "bad-token");
  }

  private static String token(HttpRequestHead request) {
    String token = Bearer.token(request.header("authorization"));
    return token == null ? request.query().getOrDefault("token", "") : token;
  }
}

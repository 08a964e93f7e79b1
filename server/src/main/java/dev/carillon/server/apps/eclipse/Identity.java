package dev.carillon.server.apps.eclipse;

import dev.carillon.auth.Claims;
import dev.carillon.auth.JwtVerifier;
import dev.carillon.auth.TokenException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who a client is, by its token. Immutable.
///
/// @param userId never empty
/// @param chatId the one chat that the client is in; never empty
/// @param isAuthenticated whether the web app knows the user
/// @param expiresAt when the token ends; `null` means never
record Identity(
    String userId, String chatId, boolean isAuthenticated, @Nullable Instant expiresAt) {

  /// Reads a token.
  ///
  /// @throws Refused if it is not accepted
  static Identity of(@Nullable String token, JwtVerifier verifier) throws Refused {
    if (token == null || token.isEmpty()) {
      throw new Refused(Closes.NO_TOKEN);
    }
    Claims claims;
    try {
      claims = verifier.verify(token);
    } catch (TokenException e) {
      boolean expired = e.reason() == TokenException.Reason.EXPIRED;
      throw new Refused(expired ? Closes.EXPIRED : Closes.BAD_TOKEN);
    }
    return new Identity(
        id(claims.string("userId")),
        id(claims.string("chatId")),
        claims.bool("isAuthenticated"),
        claims.expiresAt());
  }

  private static String id(@Nullable String id) throws Refused {
    if (id == null || id.isEmpty()) {
      throw new Refused(Closes.NO_IDS);
    }
    if (id.equals(".") || id.equals("..")) {
      // As a part of a path these lead elsewhere, percent-encoded or not.
      throw new Refused(Closes.BAD_TOKEN);
    }
    return id;
  }

  /// Returns the broker's channel of the chat, which is the name of its room, too.
  String channel() {
    return Relay.CHANNELS + chatId;
  }

  /// Returns the room of all connections of this user.
  String userRoom() {
    return Relay.USERS + userId;
  }
}

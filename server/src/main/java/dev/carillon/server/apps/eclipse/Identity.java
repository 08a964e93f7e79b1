package dev.carillon.server.apps.eclipse;

import dev.carillon.auth.Authenticator;
import dev.carillon.auth.PrincipalNames;
import dev.carillon.auth.TokenException;
import dev.carillon.core.Principal;
import org.jspecify.annotations.Nullable;

/// Who a client is, by its token. Immutable.
///
/// @param principal who it is: the user, with all that the token says
/// @param chatId the one chat that the client is in; never empty
record Identity(Principal principal, String chatId) {
  /// Which claims say who it is.
  static final PrincipalNames NAMES = PrincipalNames.DEFAULT.withId("userId");

  /// Reads a token.
  ///
  /// @throws Closes.Refused if it is not accepted
  static Identity of(@Nullable String token, Authenticator authenticator) throws Closes.Refused {
    if (token == null || token.isEmpty()) {
      throw new Closes.Refused(Closes.NO_TOKEN);
    }
    Principal principal;
    try {
      principal = authenticator.authenticate(token);
    } catch (TokenException e) {
      throw new Closes.Refused(
          switch (e.reason()) {
            case EXPIRED -> Closes.EXPIRED;
            case NOBODY -> Closes.NO_IDS;
            default -> Closes.BAD_TOKEN;
          });
    }
    id(principal.text("userId"));
    return new Identity(principal, id(principal.text("chatId")));
  }

  private static String id(@Nullable String id) throws Closes.Refused {
    if (id == null || id.isEmpty()) {
      throw new Closes.Refused(Closes.NO_IDS);
    }
    if (id.equals(".") || id.equals("..")) {
      // As a part of a path these lead elsewhere, percent-encoded or not.
      throw new Closes.Refused(Closes.BAD_TOKEN);
    }
    return id;
  }

  String userId() {
    return principal.id();
  }

  /// Returns whether the web app knows the user.
  boolean isAuthenticated() {
    return principal.is("isAuthenticated");
  }

  /// Returns the broker's channel of the chat, which is the name of its room, too.
  String channel() {
    return Relay.CHANNELS + chatId;
  }

  /// Returns the room of all connections of this user.
  String userRoom() {
    return Relay.USERS + userId();
  }
}

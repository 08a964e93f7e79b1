package dev.carillon.server.apps.curia;

import dev.carillon.core.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody in the forum, as a token tells. Immutable.
///
/// @param id the user's id
/// @param community the user's community; `null`: none
/// @param admin whether it is an admin of that community
/// @param roles the roles it holds there
/// @param principal all that the token says
record User(
    String id, @Nullable String community, boolean admin, Set<String> roles, Principal principal) {

  /// Returns whoever a token tells of.
  static User of(Principal principal) {
    return new User(
        principal.id(),
        community(principal.text("cid")),
        principal.is("adm"),
        principal.roles(),
        principal);
  }

  /// What JavaScript makes of nothing is no community, and a `:` would lead into rooms that are not meant.
  private static @Nullable String community(@Nullable String claim) {
    return claim == null
            || claim.isEmpty()
            || claim.contains(":")
            || claim.equals("undefined")
            || claim.equals("null")
        ? null
        : claim;
  }

  /// Keeps claims out of logs.
  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}

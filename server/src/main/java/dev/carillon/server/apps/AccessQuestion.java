package dev.carillon.server.apps;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// May this user be in this room? Immutable.
///
/// @param user the user's id
/// @param community the user's community; `null`: none
/// @param roles the roles it holds there
/// @param admin whether it is an admin of it
/// @param room the room
public record AccessQuestion(
    String user, @Nullable String community, Set<String> roles, boolean admin, String room) {
  public AccessQuestion {
    roles = Set.copyOf(roles);
  }
}

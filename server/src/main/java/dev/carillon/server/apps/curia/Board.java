package dev.carillon.server.apps.curia;

import dev.carillon.access.Decision;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of a board, and so who may see it. Immutable.
///
/// @param id its id
/// @param roles one of them is needed to see it; none: see `listed`
/// @param listed whether a board without roles is for everybody; else it is for admins
/// @param community the community that it belongs to; `null`: nobody says, and it does not matter
/// @param name what it is called, or `null`
/// @param importedInto the other communities that show it
record Board(
    long id,
    Set<String> roles,
    boolean listed,
    @Nullable String community,
    @Nullable String name,
    Set<String> importedInto) {

  Board {
    roles = Set.copyOf(roles);
    importedInto = Set.copyOf(importedInto);
  }

  /// Returns whether some of its community may not see it.
  boolean isGated() {
    return !roles.isEmpty() || !listed;
  }

  /// Returns why somebody may not look at it; `null`: it may.
  @Nullable Refusal refusal(User user) {
    if (user.community() == null) {
      return Refusal.NO_COMMUNITY;
    }
    if (!isOf(user.community())) {
      return Refusal.OTHER_COMMUNITY;
    }
    // An admin of another community is refused above: admins pass roles, nothing else.
    boolean may = user.admin() || !isGated() || user.roles().stream().anyMatch(roles::contains);
    return may ? null : Refusal.ROLES;
  }

  /// Returns whether somebody may look at it, and by which rule.
  Decision decision(User user) {
    Refusal refusal = refusal(user);
    if (refusal != null) {
      return Decision.deny(refusal.text());
    }
    if (!isGated()) {
      return Decision.allow("board is open to its communities");
    }
    return Decision.allow(user.admin() ? "admin of the community" : "role of the board");
  }

  /// Returns whether a community shows it, as its own or imported.
  boolean isOf(String asked) {
    return community == null || community.equals(asked) || importedInto.contains(asked);
  }
}

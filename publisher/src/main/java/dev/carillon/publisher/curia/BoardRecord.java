package dev.carillon.publisher.curia;

import dev.carillon.publisher.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may see a board, as the gateway looks it up: the hash `board_permissions:{id}`. Immutable.
///
/// @param allowedRoles one of which is needed, whatever `isPublic` says; empty: none is
/// @param isPublic without roles, `false` leaves it to the community's admins
/// @param communityId whose it is; `null`: the community is not looked at
/// @param name told to those who may see it; `null`: not known
/// @param importedInto communities that have imported it
public record BoardRecord(
    long id,
    List<String> allowedRoles,
    boolean isPublic,
    @Nullable String communityId,
    @Nullable String name,
    List<String> importedInto) {

  /// Copies the lists.
  public BoardRecord {
    if (id < 0) {
      throw new IllegalArgumentException("a board's id is not negative");
    }
    allowedRoles = List.copyOf(allowedRoles);
    importedInto = List.copyOf(importedInto);
  }

  /// Returns a board that all of its community may see.
  public static BoardRecord publicBoard(long id, String communityId, String name) {
    return new BoardRecord(id, List.of(), true, communityId, name, List.of());
  }

  /// Returns the same for those who hold one of some roles.
  public BoardRecord allow(List<String> roles) {
    return new BoardRecord(id, roles, isPublic, communityId, name, importedInto);
  }

  /// Returns the same, imported into some communities.
  public BoardRecord into(List<String> communities) {
    return new BoardRecord(id, allowedRoles, isPublic, communityId, name, communities);
  }

  JsonObject settings() {
    return new JsonObject().put("permissions", new JsonObject().put("allowedRoles", allowedRoles));
  }
}

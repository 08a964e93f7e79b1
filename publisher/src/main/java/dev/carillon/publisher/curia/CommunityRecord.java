package dev.carillon.publisher.curia;

import dev.carillon.publisher.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the gateway looks up of a community: the hash `community:{id}`. Immutable.
///
/// @param shortId in addresses; `null`: none
/// @param partners what it lets other communities have
public record CommunityRecord(
    String id, @Nullable String name, @Nullable String shortId, List<Partner> partners) {

  /// Checks the id, and copies the list.
  public CommunityRecord {
    if (id.isEmpty() || id.contains(":")) {
      throw new IllegalArgumentException("a community's id is not empty and holds no colon");
    }
    partners = List.copyOf(partners);
  }

  /// What another community may have.
  ///
  /// @param events whether it hears of events on public boards
  /// @param presence whether it sees who is there
  public record Partner(String id, boolean events, boolean presence) {
    JsonObject json() {
      return new JsonObject().put("id", id).put("notify", events).put("presence", presence);
    }
  }
}

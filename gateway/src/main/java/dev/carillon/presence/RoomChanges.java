package dev.carillon.presence;

import java.util.List;

/// A batch of changes in one room. Immutable.
///
/// @param room the room
/// @param version higher than that of any batch or [Roster] before it on this node
/// @param changes one for each user concerned, never empty
public record RoomChanges(String room, long version, List<Change> changes) {

  public RoomChanges {
    changes = List.copyOf(changes);
  }
}

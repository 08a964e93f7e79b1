package dev.carillon.presence;

import java.util.List;

/// Who is in a room, as it was told on this node. Immutable; between two batches of a room all who
/// ask get the same one, so what is made of it can be kept under its version.
///
/// @param room the room
/// @param version that of the last batch told; the batch that follows has a higher one
/// @param users all users, in the order in which they were told
public record Roster(String room, long version, List<PresentUser> users) {

  public Roster {
    users = List.copyOf(users);
  }
}

package dev.carillon.server.apps.loomio;

import java.util.HashSet;
import java.util.Set;

/// What a connection has to join and to leave when its user's rooms were read again. Immutable.
///
/// Rooms that the user record does not decide about (`notice`, the connection's own) stay.
record RoomChange(Set<String> join, Set<String> leave) {

  /// @param now the rooms it is in
  /// @param listed the rooms that the user record lists
  static RoomChange between(Set<String> now, Set<String> listed) {
    Set<String> join = new HashSet<>(listed);
    join.removeAll(now);
    Set<String> leave = new HashSet<>();
    for (String room : now) {
      if (CurrentUser.governs(room) && !listed.contains(room)) {
        leave.add(room);
      }
    }
    return new RoomChange(Set.copyOf(join), Set.copyOf(leave));
  }

  boolean isEmpty() {
    return join.isEmpty() && leave.isEmpty();
  }
}

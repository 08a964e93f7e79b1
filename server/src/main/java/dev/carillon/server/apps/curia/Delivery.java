package dev.carillon.server.apps.curia;

import dev.carillon.socketio.Json;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/// What goes to whom: to every connection once that is in one of the rooms and in none of those left out.
/// Immutable.
record Delivery(Set<String> rooms, Set<String> except, Json payload) {
  Delivery {
    rooms = Set.copyOf(rooms);
    except = Set.copyOf(except);
  }

  /// Returns whether it goes to somebody who is in these rooms.
  boolean reaches(Set<String> where) {
    return !Collections.disjoint(rooms, where) && Collections.disjoint(except, where);
  }

  /// Returns the same without those in some more rooms.
  Delivery but(Set<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    var all = new HashSet<>(except);
    all.addAll(more);
    return new Delivery(rooms, all, payload);
  }
}

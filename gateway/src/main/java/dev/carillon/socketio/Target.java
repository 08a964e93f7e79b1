package dev.carillon.socketio;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Whom something is meant for, and how it travels. Immutable.
///
/// @param to the rooms meant; empty for everybody
/// @param except the rooms left out
/// @param isVolatile whether clients may miss it that cannot be written to at the moment
/// @param local whether only sockets of this node are meant
/// @param compress whether it is compressed for connections that compress
record Target(
    Set<String> to, Set<String> except, boolean isVolatile, boolean local, boolean compress) {

  static final Target EVERYBODY = new Target(Set.of(), Set.of(), false, false, true);

  static Target only(String room) {
    return new Target(Set.of(room), Set.of(), false, true, true);
  }

  Target plus(String... rooms) {
    return new Target(union(to, rooms), except, isVolatile, local, compress);
  }

  Target minus(String... rooms) {
    return new Target(to, union(except, rooms), isVolatile, local, compress);
  }

  Target asVolatile() {
    return new Target(to, except, true, local, compress);
  }

  Target asLocal() {
    return new Target(to, except, isVolatile, true, compress);
  }

  Target compressed(boolean value) {
    return new Target(to, except, isVolatile, local, value);
  }

  /// Returns whether somebody of that id in these rooms is meant.
  boolean means(String id, Set<String> rooms) {
    return (to.isEmpty() || to.contains(id) || !Collections.disjoint(to, rooms))
        && !except.contains(id)
        && Collections.disjoint(except, rooms);
  }

  private static Set<String> union(Set<String> some, String... more) {
    if (some.isEmpty() && more.length == 1) {
      return Set.of(more);
    }
    var all = new LinkedHashSet<>(some);
    all.addAll(List.of(more));
    return all;
  }
}

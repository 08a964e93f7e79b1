package dev.carillon.cluster;

import dev.carillon.core.Nodes.Departure;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What one node knows of all nodes at a moment. Immutable.
///
/// @param self its own id
/// @param begun whether it has ever had a lease
/// @param others the ids of the others that are present
/// @param departed how those left that were present before: the latest ones
record View(String self, boolean begun, Set<String> others, Map<String, Departure> departed) {
  View {
    others = Set.copyOf(others);
    departed = Map.copyOf(departed);
  }

  /// What a node knows before it has looked.
  static View blank(String self) {
    return new View(self, false, Set.of(), Map.of());
  }

  Set<String> present() {
    var all = new HashSet<>(others);
    all.add(self);
    return Set.copyOf(all);
  }
}

package dev.carillon.yjs.awareness;

import java.util.List;
import java.util.stream.Stream;

/// Whose state was taken over. Immutable; may be shared between threads.
///
/// A server forwards all of [#clients()]: also a state that says the same again tells the others
/// that its client is still there (the event `update` of `y-protocols`).
///
/// @param added clients that were not known
/// @param updated clients that were known; their state may be the same as before
/// @param changed those of `updated` whose state is another text than before
/// @param removed clients that are gone
public record AwarenessChange(
    List<Long> added, List<Long> updated, List<Long> changed, List<Long> removed) {
  /// Copies the lists.
  public AwarenessChange {
    added = List.copyOf(added);
    updated = List.copyOf(updated);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
  }

  /// Returns all clients that others must hear of: added, updated, removed.
  public List<Long> clients() {
    return Stream.of(added, updated, removed).flatMap(List::stream).toList();
  }

  /// Returns whether nothing was taken over.
  public boolean isEmpty() {
    return added.isEmpty() && updated.isEmpty() && removed.isEmpty();
  }
}

package dev.carillon.publisher.loomio;

import java.util.Collection;
import java.util.Set;

/// Loads records by their ids, all that are asked for at once.
///
/// @param <T> what the backend has
@FunctionalInterface
public interface Loader<T> {
  /// Returns those that there are, in any order.
  Collection<? extends T> load(Set<Long> ids);
}

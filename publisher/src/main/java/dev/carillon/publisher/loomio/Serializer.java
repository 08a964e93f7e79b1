package dev.carillon.publisher.loomio;

import dev.carillon.publisher.JsonObject;

/// Writes a record for the browser.
///
/// @param <T> what the backend has
@FunctionalInterface
public interface Serializer<T> {
  /// Writes the members of a record, `id` among them, and names what it refers to with [Publication#along].
  void serialize(T entry, JsonObject out, Publication publication);
}

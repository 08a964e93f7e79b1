package dev.carillon.server.apps.toggo.feed;

import java.util.List;

/// Says who is on a trip. Implementations are safe for any thread.
interface Members extends AutoCloseable {

  /// Returns the ids of a trip's members, each once. Blocks.
  ///
  /// @throws MembersException if there is no answer, or none that can be used
  List<String> of(String trip) throws MembersException;

  /// Hears that the members of a trip have changed. Never blocks.
  default void changed(String trip) {}

  /// Ends what is on the way. Idempotent.
  @Override
  default void close() {}
}

package dev.carillon.server.apps.toggo.members;

import java.util.List;

/// Says who is on a trip. Implementations are safe for any thread; what blocks is asked on virtual
/// threads.
public interface Members extends AutoCloseable {

  /// Returns the ids of a trip's members, each once. Blocks.
  ///
  /// @throws MembersException if there is no answer, or none that can be used
  /// @throws dev.carillon.core.StoreException if it is for the store to say, and it does not answer
  List<String> of(String trip) throws MembersException;

  /// Tells whether a user is on a trip. Blocks.
  ///
  /// @param trip any text, from a client
  /// @param user a UUID
  /// @throws MembersException if there is no answer, or none that can be used
  /// @throws dev.carillon.core.StoreException if it is for the store to say, and it does not answer
  default boolean has(String trip, String user) throws MembersException {
    return of(trip).contains(user);
  }

  /// Hears that the members of a trip have changed: no answer that was asked for before is given from here on
  /// to those who ask after it. Never blocks.
  default void changed(String trip) {}

  /// Hears that the members of any trip may have changed. Never blocks.
  default void missed() {}

  /// Ends what is on the way. Idempotent.
  @Override
  default void close() {}
}

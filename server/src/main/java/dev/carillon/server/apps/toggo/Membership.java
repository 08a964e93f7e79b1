package dev.carillon.server.apps.toggo;

/// Knows whose trips are whose. Safe for any thread; blocks, so it is asked on virtual threads.
interface Membership extends AutoCloseable {
  /// What is known.
  enum Answer {
    YES,
    NO,
    /// There was none.
    NONE
  }

  /// Returns whether a trip is a user's.
  ///
  /// @param user a UUID
  /// @param trip any text, from a client
  Answer ask(String trip, String user);

  @Override
  default void close() {}
}

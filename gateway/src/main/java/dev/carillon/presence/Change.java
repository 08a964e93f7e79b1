package dev.carillon.presence;

/// What became of a user in a room since the last batch. Immutable.
///
/// @param kind what happened
/// @param user the user with the devices of now; for [Kind#LEFT] with those last told
public record Change(Kind kind, PresentUser user) {

  /// What can happen to a user in a room.
  public enum Kind {
    /// The user was not here before.
    JOINED,
    /// Devices came or went, but not all; states may have changed as well.
    DEVICES,
    /// The same devices, of which one or more have another state.
    STATE,
    /// The last device went, and the grace is over.
    LEFT
  }
}

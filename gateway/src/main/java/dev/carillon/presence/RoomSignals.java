package dev.carillon.presence;

import java.util.List;

/// Signals of one room that began, changed their data, or ended since the last batch. Immutable.
///
/// @param room the room
/// @param changes one for each signal concerned, never empty
public record RoomSignals(String room, List<Change> changes) {

  /// What became of a signal.
  ///
  /// @param active `true` if it began or has other data, `false` if it ended
  public record Change(Signal signal, boolean active) {}

  public RoomSignals {
    changes = List.copyOf(changes);
  }
}

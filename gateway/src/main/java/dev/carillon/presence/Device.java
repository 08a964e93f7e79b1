package dev.carillon.presence;

import java.time.Instant;

/// A device of a user in a room: one connection, as far as presence is concerned. Immutable.
///
/// @param id the device's id, given by the app
/// @param origin which node it came in by, in a name that means nothing else: devices of one id that
///     came in by two nodes are two
/// @param since when it entered the room
/// @param state what the app says of it, in the app's own words
public record Device(String id, String origin, Instant since, String state) {

  boolean is(String otherId, String otherOrigin) {
    return id.equals(otherId) && origin.equals(otherOrigin);
  }

  /// Returns whether this is that object: a successor may be equal, and is another one.
  @SuppressWarnings("ReferenceEquality")
  boolean isVery(Device other) {
    return this == other;
  }
}

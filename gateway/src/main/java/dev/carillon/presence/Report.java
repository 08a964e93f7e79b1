package dev.carillon.presence;

import java.time.Instant;

/// Something that a backend is told. Immutable.
///
/// @param number its place: reports of one series have growing numbers, and one whose number is not
///     above the last one's was told before
/// @param kind what happened
/// @param subject the user, or for [Kind#EMPTY] the room
/// @param at when it was noticed, by the clock of the node that did
public record Report(long number, Kind kind, String subject, Instant at) {

  /// What a backend is told of.
  public enum Kind {
    /// A user who was in no room has entered one.
    ONLINE("online"),
    /// A user is in no room any more; the grace is over.
    OFFLINE("offline"),
    /// The last user has left a room; the grace is over.
    EMPTY("empty");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// Returns the word that stands for it in JSON.
    public String word() {
      return word;
    }
  }
}

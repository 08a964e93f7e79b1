package dev.carillon.server.apps.toggo;

/// What becomes of an event that names another trip than its channel.
public enum TripMismatch {
  /// It belongs to the trip of the channel, and says so.
  CHANNEL,
  /// It belongs to the trip that it names.
  PAYLOAD,
  /// It is dropped.
  REFUSE
}

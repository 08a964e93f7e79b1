package dev.carillon.bench;

/// How fast messages are published, and for whom.
///
/// @param window messages on their way at most (closed loop); 0 at a fixed rate
/// @param perSecond how often per second something is published; 0 for the closed loop
/// @param burst how many messages are published each time
/// @param ownRooms whether each message goes to one random client's own room, or to all
record Pace(int window, int perSecond, int burst, boolean ownRooms) {

  /// Nothing is published.
  static final Pace NONE = new Pace(0, 0, 0, false);

  /// As fast as all clients hear it, with at most so many messages on their way.
  static Pace closed(int window) {
    return new Pace(window, 0, 1, false);
  }

  /// The same, each message for one random client.
  static Pace closedToOne(int window) {
    return new Pace(window, 0, 1, true);
  }

  /// To all clients, at a fixed rate.
  static Pace steady(int perSecond) {
    return new Pace(0, perSecond, 1, false);
  }

  /// Many messages at once to all clients, once per second.
  static Pace bursts(int messages) {
    return new Pace(0, 1, messages, false);
  }
}

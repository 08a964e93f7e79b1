package dev.carillon.server.apps.toggo.feed;

/// The names of the feed's keys in the store, those of the original.
final class FeedKeys {
  private static final String EVENT = "event";

  private FeedKeys() {}

  /// What happened on a trip, for one member: event ids, scored by time in Unix milliseconds.
  static String entries(String user, String trip) {
    return "activity:" + user + ":" + trip;
  }

  /// An event, as JSON.
  static String event(String id) {
    return "activity:" + EVENT + ":" + id;
  }

  /// What a member has seen: per trip, a time in Unix milliseconds.
  static String cursors(String user) {
    return "user:feed_cursor:" + user;
  }
}

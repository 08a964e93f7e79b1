package dev.carillon.server.apps.toggo.feed;

/// The names of the feed's keys in the store, those of the original, and which ids fit into them.
final class FeedKeys {
  private static final String EVENT = "event";
  private static final int LONGEST_ID = 200;

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

  /// Tells whether an id can be part of a key: 1 to 200 characters, neither blanks, controls nor half
  /// characters among them.
  static boolean usable(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST_ID
        && id.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))
        && id.codePoints().noneMatch(c -> c <= 0xFFFF && Character.isSurrogate((char) c));
  }

  /// Tells whether a user's id can be part of a key without its meaning another user's, or an event.
  static boolean usableUser(String id) {
    return usable(id) && id.indexOf(':') < 0 && !id.equals(EVENT);
  }
}

package dev.carillon.server.apps.toggo.members;

/// Which texts can be ids: of users, of trips, of events. They become parts of names in the store.
public final class MemberIds {
  private static final int LONGEST = 200;

  private MemberIds() {}

  /// Tells whether an id can be part of a key: 1 to 200 characters, neither blanks, controls nor half
  /// characters among them.
  public static boolean usable(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST
        && id.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))
        && id.codePoints().noneMatch(c -> c <= 0xFFFF && Character.isSurrogate((char) c));
  }

  /// Tells whether a user's id can be part of a key without its meaning another user's, or an event.
  public static boolean usableUser(String id) {
    return usable(id) && id.indexOf(':') < 0 && !id.equals("event");
  }
}

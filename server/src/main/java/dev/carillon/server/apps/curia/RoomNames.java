package dev.carillon.server.apps.curia;

import org.jspecify.annotations.Nullable;

/// The rooms of the forum. No id of a community holds a `:`, so no two of these are the same.
final class RoomNames {
  private static final String BOARD = "board:";
  private static final String COMMUNITY = "community:";
  private static final String USER = "user:";
  private static final String ADMINS = ":admins";

  private RoomNames() {}

  /// Who looks at a board.
  static String board(long board) {
    return BOARD + board;
  }

  /// Everybody of a community.
  static String community(String community) {
    return COMMUNITY + community;
  }

  /// The admins of a community.
  static String admins(String community) {
    return COMMUNITY + community + ADMINS;
  }

  /// Those of a community who hold a role.
  static String role(String community, String role) {
    return COMMUNITY + community + ":role:" + role;
  }

  /// All connections of a user.
  static String user(String user) {
    return USER + user;
  }

  /// Returns whose connections are in the room of a user.
  static String userOf(String room) {
    return room.substring(USER.length());
  }

  /// Returns whether a room is that of a user.
  static boolean isOfUser(String room) {
    return room.startsWith(USER);
  }

  /// The room beside one of those above in which are only those who were told who is there, so that changes
  /// reach nobody before the state that they change.
  static String presence(String room) {
    return "presence:" + room;
  }

  /// Returns the board that a room is of: a [BoardId#NONE] if it is a room of no board, and
  /// [BoardId#RUBBISH] if it is one of something that is no board.
  static long boardOf(String room) {
    return room.startsWith(BOARD) ? BoardId.ofText(room.substring(BOARD.length())) : BoardId.NONE;
  }

  /// Returns the community that a room is of, that of its admins included, or `null`.
  static @Nullable String communityOf(String room) {
    if (!room.startsWith(COMMUNITY)) {
      return null;
    }
    int end = room.indexOf(':', COMMUNITY.length());
    return room.substring(COMMUNITY.length(), end < 0 ? room.length() : end);
  }

  /// Returns whether a room is that of the admins of a community.
  static boolean isOfAdmins(String room) {
    return room.startsWith(COMMUNITY) && room.endsWith(ADMINS);
  }
}

package dev.carillon.server.apps.curia;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the backend has to say: a name, a payload and the room that it was said in. Immutable as long as nobody
/// writes into the arrays.
///
/// @param room the room that the backend names
/// @param name the event's name
/// @param payload as the backend wrote it
/// @param isObject whether the payload is an object, to which something can be added
/// @param community the community that it names, or `null`
/// @param boards the boards that room and payload name; [BoardId#RUBBISH] is among them if one is named that
///     cannot be
/// @param roles the roles that a new board is for by the payload; `null`: it does not say
/// @param post the post that it is about, or `null`
/// @param voter who voted, or `null`
/// @param shortId the payload's `communityShortId` as it was written, or `null`
/// @param pluginId the payload's `pluginId` as it was written, or `null`
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record ForumEvent(
    String room,
    String name,
    byte[] payload,
    boolean isObject,
    @Nullable String community,
    Set<Long> boards,
    @Nullable Set<String> roles,
    @Nullable String post,
    @Nullable String voter,
    byte @Nullable [] shortId,
    byte @Nullable [] pluginId) {

  /// How an event finds its way.
  enum Kind {
    /// To the admins of one community.
    ADMINS,
    /// To one user.
    PERSONAL,
    /// Of a board that begins.
    NEW_BOARD,
    /// Of who may see a board.
    SETTINGS,
    /// Of what boards a community shows.
    IMPORT,
    /// Of a board, or of a community as a whole.
    ORDINARY
  }

  Kind kind() {
    if (RoomNames.isOfAdmins(room)) {
      return Kind.ADMINS;
    }
    if (RoomNames.isOfUser(room)) {
      return Kind.PERSONAL;
    }
    return switch (name) {
      case "partnershipInviteReceived", "partnershipStatusChanged", "partnershipUpdate" ->
          Kind.ADMINS;
      case "newBoard" -> Kind.NEW_BOARD;
      case "boardSettingsChanged", "board:settingsChanged" -> Kind.SETTINGS;
      case "boardImported", "boardImportUndone", "sharedBoardRemoved" -> Kind.IMPORT;
      default -> Kind.ORDINARY;
    };
  }

  /// Returns whether who may see the boards that it names may be others from now on.
  boolean changesAccess() {
    return kind() == Kind.SETTINGS || kind() == Kind.IMPORT;
  }

  /// Returns whether what is known of communities may be outdated: a partnership is about two of them.
  boolean changesCommunities() {
    return name.startsWith("partnership") || name.equals("communitySettingsChanged");
  }

  /// Returns whether partners get a copy of it, if they may see it at all.
  boolean isForPartners() {
    return switch (kind()) {
      case ORDINARY -> true;
      case IMPORT -> !name.equals("boardImported");
      default -> false;
    };
  }
}

package dev.carillon.publisher.curia;

import dev.carillon.publisher.JsonObject;
import org.jspecify.annotations.Nullable;

/// What happens to boards.
///
/// The gateway decides who may see a board by its record: write that first, or together, with [ForumRecords].
public final class BoardEvents {
  private BoardEvents() {}

  /// `newBoard`: a board was made.
  ///
  /// @throws IllegalArgumentException if the record names no community
  public static CuriaEvent newBoard(BoardRecord board, String authorId, Origin origin) {
    String community = board.communityId();
    if (community == null) {
      throw new IllegalArgumentException("a new board is in a community");
    }
    var written =
        new JsonObject()
            .put("id", board.id())
            .put("name", board.name())
            .put("community_id", community);
    if (!board.allowedRoles().isEmpty()) {
      written.put("settings", board.settings());
    }
    var payload = new JsonObject().put("board", written).put("author_user_id", authorId);
    return CuriaEvent.inCommunity(community, "newBoard", origin.addTo(payload));
  }

  /// `boardSettingsChanged`: somebody else may see it now.
  public static CuriaEvent settingsChanged(BoardRecord board) {
    var payload = new JsonObject().put("boardId", board.id()).put("settings", board.settings());
    return CuriaEvent.onBoard(board.id(), "boardSettingsChanged", payload);
  }

  /// `boardImported`: a community shows a board of another one from now on.
  ///
  /// @param board whose it is; its id goes along as `sourceBoardId`, by which the gateway reads its record again
  /// @param imported the import, as the backend has it
  /// @param community that has imported it
  public static CuriaEvent imported(
      long board, JsonObject imported, String actor, String community) {
    var payload =
        new JsonObject()
            .put("type", "import")
            .put("importedBoard", imported)
            .put("actor_name", actor)
            .put("communityId", community)
            .put("sourceBoardId", board);
    return CuriaEvent.inCommunity(community, "boardImported", payload);
  }

  /// An import, as the events of its end name it. Immutable.
  ///
  /// @param id of the import
  /// @param board the board at its source
  public record Import(
      long id,
      long board,
      String boardName,
      String sourceCommunityId,
      @Nullable String sourceCommunityName) {}

  /// `boardImportUndone`: a community no longer shows a board of another one.
  public static CuriaEvent importUndone(Import undone, String actor, String community) {
    var payload =
        new JsonObject()
            .put("type", "undo_import")
            .put("importedBoardId", undone.id())
            .put("sourceBoardId", undone.board())
            .put("boardName", undone.boardName())
            .put("sourceCommunityId", undone.sourceCommunityId())
            .put("sourceCommunityName", undone.sourceCommunityName())
            .put("actor_name", actor)
            .put("communityId", community);
    return CuriaEvent.inCommunity(community, "boardImportUndone", payload);
  }

  /// `sharedBoardRemoved`: a community no longer lets another one have a board.
  ///
  /// @param target the community that has it no more
  public static CuriaEvent sharedBoardRemoved(Import shared, String actor, String target) {
    var payload =
        new JsonObject()
            .put("type", "unshared")
            .put("sharedBoardId", shared.id())
            .put("boardId", shared.board())
            .put("boardName", shared.boardName())
            .put("sourceCommunityId", shared.sourceCommunityId())
            .put("actor_name", actor)
            .put("communityId", target);
    return CuriaEvent.inCommunity(target, "sharedBoardRemoved", payload);
  }
}

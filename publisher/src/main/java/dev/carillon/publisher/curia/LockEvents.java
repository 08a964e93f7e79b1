package dev.carillon.publisher.curia;

import dev.carillon.publisher.JsonObject;

/// What happens to locks, and to posts that have one.
public final class LockEvents {
  private LockEvents() {}

  /// A lock, as events name it. Immutable.
  ///
  /// @param communityId whose it is
  public record Lock(long id, String name, String communityId) {}

  /// `newLock`.
  ///
  /// @param lock as the backend has it
  public static CuriaEvent newLock(JsonObject lock, String authorId, String community) {
    return inCommunity(
        "newLock", new JsonObject().put("lock", lock).put("author_user_id", authorId), community);
  }

  /// `lockUpdated`.
  ///
  /// @param lock as the backend has it
  public static CuriaEvent updated(JsonObject lock, String userId, String community) {
    return inCommunity(
        "lockUpdated", new JsonObject().put("lock", lock).put("updated_by", userId), community);
  }

  /// `lockDeleted`.
  public static CuriaEvent deleted(Lock lock, String userId) {
    return inCommunity("lockDeleted", named(lock).put("deleted_by", userId), lock.communityId);
  }

  /// `lockUsed`: a post has it now.
  public static CuriaEvent used(Lock lock, long postId, String userId) {
    return inCommunity(
        "lockUsed", named(lock).put("postId", postId).put("used_by", userId), lock.communityId);
  }

  private static JsonObject named(Lock lock) {
    return new JsonObject().put("lockId", lock.id).put("lockName", lock.name);
  }

  private static CuriaEvent inCommunity(String name, JsonObject payload, String community) {
    return CuriaEvent.inCommunity(community, name, payload.put("community_id", community));
  }

  /// `postLockApplied`, for those who look at the board.
  public static CuriaEvent applied(Post post, Lock lock, String userId) {
    var payload =
        titled(post)
            .put("lockId", lock.id)
            .put("lockName", lock.name)
            .put("applied_by", userId)
            .put("community_id", lock.communityId);
    return CuriaEvent.onBoard(post.board(), "postLockApplied", payload);
  }

  /// `postLockRemoved`, for those who look at the board.
  public static CuriaEvent removed(Post post, Lock lock, String userId) {
    var payload =
        titled(post)
            .put("lockName", lock.name)
            .put("removed_by", userId)
            .put("community_id", lock.communityId);
    return CuriaEvent.onBoard(post.board(), "postLockRemoved", payload);
  }

  private static JsonObject titled(Post post) {
    return new JsonObject().put("postId", post.id()).put("postTitle", post.title());
  }
}

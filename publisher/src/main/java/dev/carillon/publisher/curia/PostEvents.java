package dev.carillon.publisher.curia;

import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.Moments;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens to posts and comments, each for its board.
public final class PostEvents {
  private static final int PREVIEW = 100;

  private PostEvents() {}

  /// `newPost`: somebody has posted something.
  ///
  /// @param lockId the lock that it has from the start; `null`: none
  public static CuriaEvent newPost(
      Post post, Person author, Instant created, @Nullable Long lockId, Origin origin) {
    var payload =
        new JsonObject()
            .put("id", post.id())
            .put("title", post.title())
            .put("author_user_id", author.id())
            .put("author_name", author.name())
            .put("author_profile_picture_url", author.picture())
            .put("created_at", Moments.millis(created))
            .put("upvote_count", 0)
            .put("comment_count", 0)
            .put("board_id", post.board())
            .put("lock_id", lockId);
    return CuriaEvent.onBoard(post.board(), "newPost", origin.addTo(payload));
  }

  /// `voteUpdate`: somebody has voted for a post, or no longer does.
  public static CuriaEvent voteUpdate(Post post, long newCount, Person voter, Origin origin) {
    var payload =
        new JsonObject()
            .put("postId", post.id())
            .put("newCount", newCount)
            .put("userIdVoted", voter.id())
            .put("voter_name", voter.name())
            .put("voter_profile_picture_url", voter.picture());
    return CuriaEvent.onBoard(post.board(), "voteUpdate", origin.addTo(about(payload, post)));
  }

  /// A comment, as it is saved. Immutable.
  ///
  /// @param parent the comment that it answers; `null`: it is about the post
  public record Comment(
      long id, Person author, String content, Instant created, @Nullable Long parent) {
    /// Says which, and not what is in it.
    @Override
    public String toString() {
      return "Comment[" + id + "]";
    }
  }

  /// `newComment`: somebody has commented on a post.
  public static CuriaEvent newComment(Post post, Comment comment, Origin origin) {
    var payload =
        new JsonObject()
            .put("postId", post.id())
            .put("post_title", post.title())
            .put("board_id", post.board())
            .put("board_name", post.boardName());
    var written =
        new JsonObject()
            .put("id", comment.id())
            .put("post_id", post.id())
            .put("author_user_id", comment.author().id())
            .put("author_name", comment.author().name())
            .put("author_profile_picture_url", comment.author().picture())
            .put("content", comment.content())
            .put("created_at", Moments.millis(comment.created()))
            .put("parent_comment_id", comment.parent());
    origin.addTo(payload).put("comment", about(written, post));
    return CuriaEvent.onBoard(post.board(), "newComment", payload);
  }

  private static JsonObject about(JsonObject payload, Post post) {
    return payload
        .put("board_id", post.board())
        .put("post_title", post.title())
        .put("board_name", post.boardName());
  }

  /// Whether a reaction was added or taken back.
  public enum Action {
    /// It is there now.
    ADDED("added"),
    /// It is gone.
    REMOVED("removed");

    private final String written;

    Action(String written) {
      this.written = written;
    }
  }

  /// `reactionUpdate`: somebody has reacted to a post, or no longer does.
  ///
  /// @param reactions all that there are now, as [JsonObject] takes values
  public static CuriaEvent reactionUpdate(
      Post post, String emoji, Action action, String userId, List<?> reactions, Origin origin) {
    JsonObject payload = reaction(post, emoji, action, userId, reactions, origin);
    return CuriaEvent.onBoard(post.board(), "reactionUpdate", payload);
  }

  /// `commentReactionUpdate`: somebody has reacted to a comment, or no longer does.
  ///
  /// @param content of the comment; its first 100 characters are told
  public static CuriaEvent commentReactionUpdate(
      Post post,
      long commentId,
      String content,
      String emoji,
      Action action,
      String userId,
      List<?> reactions,
      Origin origin) {
    JsonObject payload =
        reaction(post, emoji, action, userId, reactions, origin)
            .put("commentId", commentId)
            .put("comment_preview", preview(content));
    return CuriaEvent.onBoard(post.board(), "commentReactionUpdate", payload);
  }

  private static JsonObject reaction(
      Post post, String emoji, Action action, String userId, List<?> reactions, Origin origin) {
    var payload =
        new JsonObject()
            .put("postId", post.id())
            .put("emoji", emoji)
            .put("action", action.written)
            .put("userId", userId)
            .put("reactions", reactions);
    return origin.addTo(about(payload, post));
  }

  /// Never half a character.
  private static String preview(String content) {
    if (content.length() <= PREVIEW) {
      return content;
    }
    boolean splits = Character.isHighSurrogate(content.charAt(PREVIEW - 1));
    return content.substring(0, splits ? PREVIEW - 1 : PREVIEW);
  }

  /// `postDeleted`: a post is gone.
  public static CuriaEvent postDeleted(long board, long postId) {
    return CuriaEvent.onBoard(board, "postDeleted", new JsonObject().put("postId", postId));
  }
}

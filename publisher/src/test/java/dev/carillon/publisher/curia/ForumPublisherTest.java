package dev.carillon.publisher.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.publisher.Box;
import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.curia.BoardEvents.Import;
import dev.carillon.publisher.curia.LockEvents.Lock;
import dev.carillon.publisher.curia.PartnershipEvents.Partnership;
import dev.carillon.publisher.curia.PartnershipEvents.Status;
import dev.carillon.publisher.curia.PostEvents.Action;
import dev.carillon.publisher.curia.PostEvents.Comment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// In the bytes that Curia's own server relays.
class ForumPublisherTest {
  private static final Instant MOMENT = Instant.parse("2025-07-10T06:44:24Z");
  private static final Origin ORIGIN = new Origin("c-9", "acme", "p-1");
  private static final Person ANN = new Person("u-1", "Ann", null);
  private static final Post POST = new Post(34, "T", 12, "General");
  private static final Lock LOCK = new Lock(7, "Holders", "c-9");
  private static final String WHERE =
      "\"communityId\":\"c-9\",\"communityShortId\":\"acme\",\"pluginId\":\"p-1\"";
  private static final String OF_POST =
      "\"board_id\":12,\"post_title\":\"T\",\"board_name\":\"General\"";

  private final Box box = new Box();

  @Test
  void posts() {
    assertIs(
        PostEvents.newPost(POST, ANN, MOMENT, null, ORIGIN),
        "board:12",
        "newPost",
        "{\"id\":34,\"title\":\"T\",\"author_user_id\":\"u-1\",\"author_name\":\"Ann\","
            + "\"author_profile_picture_url\":null,\"created_at\":\"2025-07-10T06:44:24.000Z\","
            + "\"upvote_count\":0,\"comment_count\":0,\"board_id\":12,\"lock_id\":null,"
            + WHERE
            + "}");
    assertIs(
        PostEvents.voteUpdate(POST, 5, ANN, ORIGIN),
        "board:12",
        "voteUpdate",
        "{\"postId\":34,\"newCount\":5,\"userIdVoted\":\"u-1\",\"voter_name\":\"Ann\","
            + "\"voter_profile_picture_url\":null,"
            + OF_POST
            + ","
            + WHERE
            + "}");
    assertIs(
        PostEvents.newComment(POST, new Comment(9, ANN, "…", MOMENT, null), ORIGIN),
        "board:12",
        "newComment",
        "{\"postId\":34,\"post_title\":\"T\",\"board_id\":12,\"board_name\":\"General\","
            + WHERE
            + ",\"comment\":{\"id\":9,\"post_id\":34,\"author_user_id\":\"u-1\","
            + "\"author_name\":\"Ann\",\"author_profile_picture_url\":null,\"content\":\"…\","
            + "\"created_at\":\"2025-07-10T06:44:24.000Z\",\"parent_comment_id\":null,"
            + OF_POST
            + "}}");
    assertIs(PostEvents.postDeleted(12, 34), "board:12", "postDeleted", "{\"postId\":34}");
  }

  @Test
  void reactions() {
    assertIs(
        PostEvents.reactionUpdate(POST, "👍", Action.ADDED, "u-1", List.of(), ORIGIN),
        "board:12",
        "reactionUpdate",
        "{\"postId\":34,\"emoji\":\"👍\",\"action\":\"added\",\"userId\":\"u-1\",\"reactions\":[],"
            + OF_POST
            + ","
            + WHERE
            + "}");
    String content = "x".repeat(99) + "👍";
    assertIs(
        PostEvents.commentReactionUpdate(
            POST,
            9,
            content,
            "👍",
            Action.REMOVED,
            "u-1",
            List.of(),
            new Origin("c-9", null, null)),
        "board:12",
        "commentReactionUpdate",
        "{\"postId\":34,\"emoji\":\"👍\",\"action\":\"removed\",\"userId\":\"u-1\","
            + "\"reactions\":[],"
            + OF_POST
            + ",\"communityId\":\"c-9\",\"commentId\":9,\"comment_preview\":\""
            + "x".repeat(99)
            + "\"}");
  }

  @Test
  void boards() {
    BoardRecord board = BoardRecord.publicBoard(12, "c-9", "General");
    assertIs(
        BoardEvents.newBoard(board, "u-1", ORIGIN),
        "community:c-9",
        "newBoard",
        "{\"board\":{\"id\":12,\"name\":\"General\",\"community_id\":\"c-9\"},"
            + "\"author_user_id\":\"u-1\","
            + WHERE
            + "}");
    assertThat(
            new String(
                BoardEvents.newBoard(board.allow(List.of("role-a")), "u-1", ORIGIN).bytes(),
                StandardCharsets.UTF_8))
        .contains("\"settings\":{\"permissions\":{\"allowedRoles\":[\"role-a\"]}}");
    assertIs(
        BoardEvents.settingsChanged(board.allow(List.of("role-a"))),
        "board:12",
        "boardSettingsChanged",
        "{\"boardId\":12,\"settings\":{\"permissions\":{\"allowedRoles\":[\"role-a\"]}}}");
    assertIs(
        BoardEvents.imported(12, new JsonObject().put("id", 3), "u-1", "c-9"),
        "community:c-9",
        "boardImported",
        "{\"type\":\"import\",\"importedBoard\":{\"id\":3},\"actor_name\":\"u-1\","
            + "\"communityId\":\"c-9\",\"sourceBoardId\":12}");
    var past = new Import(3, 12, "General", "c-2", "Two");
    assertIs(
        BoardEvents.importUndone(past, "u-1", "c-9"),
        "community:c-9",
        "boardImportUndone",
        "{\"type\":\"undo_import\",\"importedBoardId\":3,\"sourceBoardId\":12,"
            + "\"boardName\":\"General\",\"sourceCommunityId\":\"c-2\","
            + "\"sourceCommunityName\":\"Two\",\"actor_name\":\"u-1\",\"communityId\":\"c-9\"}");
    assertIs(
        BoardEvents.sharedBoardRemoved(past, "u-1", "c-9"),
        "community:c-9",
        "sharedBoardRemoved",
        "{\"type\":\"unshared\",\"sharedBoardId\":3,\"boardId\":12,\"boardName\":\"General\","
            + "\"sourceCommunityId\":\"c-2\",\"actor_name\":\"u-1\",\"communityId\":\"c-9\"}");
  }

  @Test
  void partnerships() {
    var partnership = new Partnership(1, "c-9", "c-2", "A", "B", "partner");
    String written =
        "\"partnership\":{\"id\":1,\"sourceCommunityId\":\"c-9\",\"targetCommunityId\":\"c-2\","
            + "\"sourceCommunityName\":\"A\",\"targetCommunityName\":\"B\","
            + "\"relationshipType\":\"partner\"},\"actor_name\":\"u-1\"";
    assertIs(
        PartnershipEvents.inviteReceived(partnership, "u-1"),
        "community:c-2:admins",
        "partnershipInviteReceived",
        "{\"type\":\"created\"," + written + ",\"communityId\":\"c-2\"}");
    List<CuriaEvent> changed = PartnershipEvents.statusChanged(partnership, Status.ACCEPTED, "u-1");
    assertThat(changed).hasSize(2);
    assertIs(
        changed.getFirst(),
        "community:c-9:admins",
        "partnershipStatusChanged",
        "{\"type\":\"accepted\"," + written + ",\"communityId\":\"c-9\"}");
    assertIs(
        changed.getLast(),
        "community:c-2:admins",
        "partnershipStatusChanged",
        "{\"type\":\"accepted\"," + written + ",\"communityId\":\"c-2\"}");
  }

  @Test
  void locks() {
    JsonObject lock = new JsonObject().put("id", 7).put("name", "Holders");
    assertIs(
        LockEvents.newLock(lock, "u-1", "c-9"),
        "community:c-9",
        "newLock",
        "{\"lock\":{\"id\":7,\"name\":\"Holders\"},\"author_user_id\":\"u-1\","
            + "\"community_id\":\"c-9\"}");
    assertIs(
        LockEvents.updated(lock, "u-1", "c-9"),
        "community:c-9",
        "lockUpdated",
        "{\"lock\":{\"id\":7,\"name\":\"Holders\"},\"updated_by\":\"u-1\",\"community_id\":\"c-9\"}");
    assertIs(
        LockEvents.deleted(LOCK, "u-1"),
        "community:c-9",
        "lockDeleted",
        "{\"lockId\":7,\"lockName\":\"Holders\",\"deleted_by\":\"u-1\",\"community_id\":\"c-9\"}");
    assertIs(
        LockEvents.used(LOCK, 34, "u-1"),
        "community:c-9",
        "lockUsed",
        "{\"lockId\":7,\"lockName\":\"Holders\",\"postId\":34,\"used_by\":\"u-1\","
            + "\"community_id\":\"c-9\"}");
    assertIs(
        LockEvents.applied(POST, LOCK, "u-1"),
        "board:12",
        "postLockApplied",
        "{\"postId\":34,\"postTitle\":\"T\",\"lockId\":7,\"lockName\":\"Holders\","
            + "\"applied_by\":\"u-1\",\"community_id\":\"c-9\"}");
    assertIs(
        LockEvents.removed(POST, LOCK, "u-1"),
        "board:12",
        "postLockRemoved",
        "{\"postId\":34,\"postTitle\":\"T\",\"lockName\":\"Holders\",\"removed_by\":\"u-1\","
            + "\"community_id\":\"c-9\"}");
  }

  @Test
  void anEventGoesOutOnItsChannel() {
    new ForumPublisher(box).publish(PostEvents.postDeleted(12, 34));
    new ForumPublisher(box, "forum")
        .publish(List.of(PostEvents.postDeleted(12, 34), PostEvents.postDeleted(12, 35)))
        .toCompletableFuture()
        .join();

    assertThat(box.told())
        .containsExactly(
            "curia:events {\"room\":\"board:12\",\"eventName\":\"postDeleted\",\"payload\":{\"postId\":34}}",
            "forum {\"room\":\"board:12\",\"eventName\":\"postDeleted\",\"payload\":{\"postId\":34}}",
            "forum {\"room\":\"board:12\",\"eventName\":\"postDeleted\",\"payload\":{\"postId\":35}}");
  }

  @Test
  void aRoomCannotBeTalkedInto() {
    for (String none : List.of("", "c-9:admins")) {
      assertThatThrownBy(() -> LockEvents.deleted(new Lock(1, "x", none), "u"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new CommunityRecord(none, null, null, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(PostEvents.postDeleted(1, 2).toString()).isEqualTo("CuriaEvent[postDeleted]");
  }

  private static void assertIs(CuriaEvent event, String room, String name, String payload) {
    assertThat(new String(event.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"room\":\""
                + room
                + "\",\"eventName\":\""
                + name
                + "\",\"payload\":"
                + payload
                + "}");
  }
}

package dev.carillon.publisher.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.publisher.Box;
import dev.carillon.publisher.PublisherSettings;
import dev.carillon.publisher.RedisPublisher;
import dev.carillon.publisher.Subscriber;
import dev.carillon.publisher.curia.CommunityRecord.Partner;
import dev.carillon.support.RedisServer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// Against a real Redis, where the script runs.
class ForumRecordsTest {
  private static final BoardRecord BOARD = BoardRecord.publicBoard(12, "c-9", "General");

  @Test
  void aRecordIsWrittenAndToldInOneStep() throws Exception {
    try (var redis = RedisServer.start();
        var heard = new Subscriber(redis, "curia:events");
        var publisher = RedisPublisher.connect(redis.url(), PublisherSettings.defaults())) {
      done(publisher.ready());
      var records = new ForumRecords(publisher);
      done(records.put(BOARD.into(List.of("c-2"))));
      assertThat(redis.call("HGETALL", "board_permissions:12"))
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .containsExactlyInAnyOrder(
              "allowedRoles",
              "[]",
              "isPublic",
              "true",
              "communityId",
              "c-9",
              "name",
              "General",
              "importedInto",
              "[\"c-2\"]");

      done(records.change(BOARD.allow(List.of("role-a", "r\"b"))));
      done(records.removeBoard(13));
      done(
          records.put(
              new CommunityRecord("c-9", "Nine", "acme", List.of(new Partner("c-2", true, false))),
              PostEvents.postDeleted(12, 34),
              PostEvents.postDeleted(12, 35)));

      assertThat(redis.call("HGET", "board_permissions:12", "allowedRoles"))
          .isEqualTo("[\"role-a\",\"r\\\"b\"]");
      assertThat(redis.call("HEXISTS", "board_permissions:12", "importedInto")).isEqualTo(0L);
      assertThat(redis.call("HMGET", "community:c-9", "name", "shortId", "partners"))
          .isEqualTo(
              List.of("Nine", "acme", "[{\"id\":\"c-2\",\"notify\":true,\"presence\":false}]"));
      await().until(() -> heard.messages().size() == 3);
      assertThat(heard.messages())
          .containsExactly(
              "{\"room\":\"board:12\",\"eventName\":\"boardSettingsChanged\",\"payload\":"
                  + "{\"boardId\":12,\"settings\":{\"permissions\":{\"allowedRoles\":"
                  + "[\"role-a\",\"r\\\"b\"]}}}}",
              "{\"room\":\"board:12\",\"eventName\":\"postDeleted\",\"payload\":{\"postId\":34}}",
              "{\"room\":\"board:12\",\"eventName\":\"postDeleted\",\"payload\":{\"postId\":35}}");
    }
  }

  @Test
  void whatIsNotKnownIsNotWritten() {
    var box = new Box();
    new ForumRecords(box, "forum")
        .put(new BoardRecord(12, List.of(), false, null, null, List.of()));

    assertThat(box.told())
        .containsExactly(
            "EVAL [board_permissions:12] [forum, 0, allowedRoles, [], isPublic, false]");
  }

  private static void done(CompletionStage<Void> stage) {
    stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}

package dev.carillon.publisher.loomio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.publisher.Box;
import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.loomio.EventAudiences.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// In the bytes that Loomio's own channel server takes.
class LoomioPublisherTest {
  record Event(long id, String kind, long commentId) {}

  record Comment(long id, String body, long authorId, @Nullable Long parentId) {}

  record User(long id, String name) {}

  private final Box box = new Box();
  private final List<Set<Long>> loads = new ArrayList<>();
  private int written;

  private final Serializers serializers =
      new Serializers()
          .register(
              RecordKind.of(
                  Event.class,
                  "events",
                  Event::id,
                  (event, out, publication) -> {
                    out.put("id", event.id)
                        .put("kind", event.kind)
                        .put("eventable_id", event.commentId);
                    publication.along(Comment.class, event.commentId);
                  }))
          .register(
              RecordKind.of(
                      Comment.class,
                      "comments",
                      Comment::id,
                      (comment, out, publication) -> {
                        out.put("id", comment.id)
                            .put("body", comment.body)
                            .put("author_id", comment.authorId);
                        publication.along(User.class, comment.authorId);
                        publication.along(Comment.class, comment.parentId);
                      })
                  .loadedBy(ids -> List.of(new Comment(456, "…", 789, null))))
          .register(
              RecordKind.of(
                      User.class,
                      "users",
                      User::id,
                      (user, out, publication) -> {
                        written++;
                        out.put("id", user.id).put("name", user.name);
                      })
                  .loadedBy(ids -> {
                    loads.add(Set.copyOf(ids));
                    return ids.stream()
                        .filter(id -> id != 404)
                        .map(id -> new User(id, "Alice"))
                        .toList();
                  }));
  private final LoomioPublisher loomio = new LoomioPublisher(box, serializers);

  @Test
  void recordsComeWithWhatTheyReferTo() {
    loomio.publish(Event.class, List.of(new Event(1, "new_comment", 456)), Audience.group(123));

    assertThat(box.told())
        .containsExactly(
            "/records {\"room\":\"group-123\",\"records\":{\"events\":[{\"id\":1,"
                + "\"kind\":\"new_comment\",\"eventable_id\":456}],\"comments\":[{\"id\":456,"
                + "\"body\":\"…\",\"author_id\":789}],\"users\":[{\"id\":789,\"name\":\"Alice\"}]}}");
  }

  @Test
  void theAuthorOfAHundredCommentsIsLoadedAndWrittenOnce() {
    List<Comment> comments =
        LongStream.rangeClosed(1, 100)
            .mapToObj(id -> new Comment(id, "x", id % 2 + 7, id > 1 ? id - 1 : null))
            .toList();

    loomio.publish(Comment.class, comments, Audience.user(5));

    assertThat(loads).containsExactly(Set.of(7L, 8L));
    assertThat(written).isEqualTo(2);
    assertThat(box.told().getFirst())
        .startsWith("/records {\"room\":\"user-5\",\"records\":{\"comments\":[{\"id\":1,")
        .endsWith("\"users\":[{\"id\":8,\"name\":\"Alice\"},{\"id\":7,\"name\":\"Alice\"}]}}");
  }

  @Test
  void whatThereIsNotIsLeftOutAndAskedForOnce() {
    loomio.publish(
        Comment.class,
        List.of(new Comment(1, "x", 404, null), new Comment(2, "y", 404, null)),
        Audience.group(1));

    assertThat(loads).hasSize(1);
    assertThat(box.told().getFirst()).doesNotContain("users");
  }

  @Test
  void rootScopeAndUserAreTheCallers() {
    serializers.register(
        RecordKind.of(
            User.class,
            "users",
            User::id,
            (user, out, publication) ->
                out.put("id", user.id)
                    .put("mine", Long.valueOf(user.id).equals(publication.currentUser()))
                    .put("deep", publication.scope("deep"))
                    .put("author", user.equals(publication.find(User.class, user.id)))));

    loomio.publish(
        User.class,
        List.of(new User(5, "Ann")),
        Audience.of(9L, 5L),
        "people",
        Map.of("deep", true));

    assertThat(box.told())
        .containsExactly(
            "/records {\"room\":\"group-9\",\"records\":{\"people\":"
                + "[{\"id\":5,\"mine\":true,\"deep\":true,\"author\":true}]}}");
  }

  @Test
  void nothingIsPublishedOfNothing() {
    loomio.publish(User.class, List.of(), Audience.group(1));
    loomio.publish(Map.of("users", List.of(), "tags", List.of()), Audience.group(1));
    loomio.publish(Map.of(), Audience.group(1));

    assertThat(box.told()).isEmpty();
    assertThatThrownBy(() -> loomio.publish(String.class, List.of("no kind"), Audience.group(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void collectionsThatAreWrittenGoOutAsTheyAre() {
    loomio.publish(
        Map.of(
            "notifications", List.of(new JsonObject().put("id", 3).put("kind", "user_mentioned"))),
        Audience.user(5));

    assertThat(box.told())
        .containsExactly(
            "/records {\"room\":\"user-5\",\"records\":{\"notifications\":"
                + "[{\"id\":3,\"kind\":\"user_mentioned\"}]}}");
  }

  @Test
  void eachAudienceGetsAMessageOfItsOwn() {
    List<Audience> audiences =
        EventAudiences.ofLoomio().of("live_update", new Subject(9L, null, List.of(5L)));
    loomio.publish(User.class, List.of(new User(5, "Ann")), audiences);

    String records = ",\"records\":{\"users\":[{\"id\":5,\"name\":\"Ann\"}]}}";
    assertThat(box.told())
        .containsExactly(
            "/records {\"room\":\"group-9\"" + records, "/records {\"room\":\"user-5\"" + records);
  }

  @Test
  void aGroupWinsOverAUser() {
    assertThat(Audience.of(9L, 5L).room()).isEqualTo("group-9");
    assertThat(Audience.of(null, 5L).room()).isEqualTo("user-5");
    assertThatThrownBy(() -> Audience.of(null, null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noticesGoToEverybody() {
    loomio.publishNotice("2.24.0", "Down for maintenance at 5", false);

    assertThat(box.told())
        .containsExactly(
            "/system_notice {\"version\":\"2.24.0\",\"notice\":\"Down for maintenance at 5\","
                + "\"reload\":false}");
  }

  @Test
  void tokensSayWhoSomebodyIs() {
    var tokens = new ChannelTokens(box, ChannelTokens.expiry(Map.of()));
    tokens.put("abc", 123, "Ann", List.of(1L, 2L, 3L));
    tokens.putVisitor("def");
    tokens.remove("abc");

    assertThat(box.told())
        .containsExactly(
            "SET /current_users/abc {\"name\":\"Ann\",\"group_ids\":[1,2,3],\"id\":123} PT30M",
            "SET /current_users/def {\"name\":null,\"group_ids\":[],\"id\":null} PT30M",
            "DEL /current_users/abc");
    assertThat(tokens.newToken()).matches("[0-9a-f]{32}").isNotEqualTo(tokens.newToken());
    assertThat(ChannelTokens.expiry(Map.of("CACHE_REDIS_EXPIRE", "60")))
        .isEqualTo(Duration.ofMinutes(1));
    for (String none : List.of("0", "-1", "1h", "99999999")) {
      assertThatThrownBy(() -> ChannelTokens.expiry(Map.of("CACHE_REDIS_EXPIRE", none)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> tokens.remove("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void botsAreTriedAndSpeak() {
    var bots = new Chatbots(box);
    var bot = new Chatbots.Bot(4, "https://m", "syt", "#room:m");
    bots.test("https://matrix.example", "syt_x", "#room:matrix.example", "Connected!");
    bots.publish(bot, "<b>New poll</b>");

    assertThat(box.told())
        .containsExactly(
            "chatbot/test {\"server\":\"https://matrix.example\",\"access_token\":\"syt_x\","
                + "\"channel\":\"#room:matrix.example\",\"message\":\"Connected!\"}",
            "chatbot/publish {\"config\":{\"id\":4,\"server\":\"https://m\",\"access_token\":\"syt\","
                + "\"channel\":\"#room:m\"},\"payload\":{\"html\":\"<b>New poll</b>\"}}");
    assertThat(bot.toString()).doesNotContain("syt");
  }

  @Test
  void whoHearsOfAnEventIsRegistered() {
    EventAudiences events = EventAudiences.ofLoomio();
    var subject = new Subject(9L, 5L, List.of(7L, 8L, 7L));

    assertThat(events.of("live_update", subject))
        .containsExactly(Audience.group(9), Audience.user(7), Audience.user(8));
    assertThat(events.of("in_app", subject)).containsExactly(Audience.user(5));
    assertThat(events.of("stances", subject)).containsExactly(Audience.group(9), Audience.user(5));
    assertThat(events.of("tag_service", Subject.group(9))).containsExactly(Audience.group(9));
    assertThat(events.of("in_app", Subject.group(9))).isEmpty();
    assertThat(events.of("unheard_of", subject)).isEmpty();
    events.register("unheard_of", EventAudiences.Rule.USER).unregister("in_app");
    assertThat(events.of("unheard_of", subject)).containsExactly(Audience.user(5));
    assertThat(events.of("in_app", subject)).isEmpty();
  }
}

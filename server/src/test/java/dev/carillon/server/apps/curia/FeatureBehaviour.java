package dev.carillon.server.apps.curia;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.carillon.server.support.SioClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a community can do without.
abstract class FeatureBehaviour extends EventBehaviour {

  /// Says what a community switches, and lets it count.
  private void switched(String community, String features) {
    hash("community:" + community, Map.of("features", features));
    node.publish("community:" + community, "communitySettingsChanged", "{}");
    node.publish("community:c-9", "switched", "{}");
  }

  private static void heardOfIt(ForumClient client, int times) {
    SioClient.soon().until(() -> client.all("switched").size() == times);
  }

  @ParameterizedTest
  @CsvSource({
    "votes, board:12, voteUpdate, {}",
    "votes, board:12, post:voteAdded, {}",
    "comments, board:12, newComment, {}",
    "comments, board:13, newComment, {}",
    "comments, board:12, commentReactionUpdate, {}",
    "notifications, user:reader, mention, {}",
  })
  void whatACommunityDoesWithoutGoesToNobody(
      String feature, String room, String event, String payload) {
    ForumClient reader = member("reader", "role-a").join(12).join(13);
    ForumClient partner = enter("two", "c-2", false);
    switched("c-9", "{\"" + feature + "\":false}");
    node.publish(room, event, "{\"communityId\":\"c-9\",\"postId\":1}");
    node.publish(room, event, payload); // without its name
    drained(reader, partner);
    assertThat(reader.all(event)).isEmpty();
    assertThat(partner.all(event)).isEmpty();

    switched("c-9", "{\"" + feature + "\":true}");
    node.publish(room, event, "{\"communityId\":\"c-9\",\"postId\":1}");
    await().untilAsserted(() -> assertThat(reader.all(event)).hasSize(1));
  }

  @Test
  void whatAPartnerDoesWithoutComesFromNobodyElseEither() {
    ForumClient partner = enter("two", "c-2", false);
    ForumClient importer = member("importer").join(15);
    switched("c-2", "{\"votes\":false}");
    node.publish("board:12", "voteUpdate", "{\"board_id\":12,\"communityId\":\"c-9\"}");
    node.publish("board:12", "newComment", "{\"board_id\":12,\"communityId\":\"c-9\"}");
    drained(partner, importer);
    assertThat(partner.all("voteUpdate")).isEmpty();
    assertThat(partner.all("newComment")).hasSize(1);
    assertThat(importer.all("voteUpdate")).hasSize(1);

    switched("c-2", "{\"notifications\":false}");
    node.publish("board:12", "newComment", "{\"board_id\":12,\"communityId\":\"c-9\"}");
    node.publish("board:15", "newComment", "{\"board_id\":15,\"communityId\":\"c-2\"}");
    await().untilAsserted(() -> assertThat(partner.all("newComment")).hasSize(2));
    assertThat(partner.all("newComment").getLast().has("isCrossCommunityNotification")).isFalse();
  }

  @Test
  void nobodyWritesInACommunityWithoutTyping() {
    ForumClient writer = member("writer").join(12);
    ForumClient reader = member("reader").join(12);
    switched("c-9", "{\"typing\":false}");
    heardOfIt(writer, 1);
    writer.send("42[\"typing\",{\"boardId\":12,\"postId\":1,\"isTyping\":true}]");
    writer.join(15); // behind it
    switched("c-9", "{}");
    heardOfIt(writer, 2);
    writer.send("42[\"typing\",{\"boardId\":12,\"postId\":2,\"isTyping\":true}]");

    await().untilAsserted(() -> assertThat(reader.all("userTyping")).isNotEmpty());
    assertThat(reader.all("userTyping")).allMatch(typing -> typing.get("postId").intValue() == 2);
  }

  @Test
  void withoutPresenceOneIsToldOfOneselfAndOfTheOthersOnceItIsSwitchedOn() {
    ForumClient early = member("early");
    switched("c-9", "{\"presence\":false}");
    heardOfIt(early, 1);
    ForumClient late = member("late");
    assertThat(late.all("globalPresenceSync").getFirst())
        .extracting(user -> user.get("userId").asString())
        .containsExactly("late");
    ForumClient third = member("third");
    third.close();
    // Who leaves was perhaps known from before.
    SioClient.soon().until(() -> !late.all("userOffline").isEmpty());
    assertThat(early.all("userOnline")).hasSize(1);

    switched("c-9", "{\"presence\":true}");
    await()
        .untilAsserted(() ->
            assertThat(late.all("globalPresenceSync").getLast())
                .extracting(user -> user.get("userId").asString())
                .containsExactlyInAnyOrder("early", "late"));
  }

  @Test
  void configurationSaysWhatIsLiveWhereARecordDoesNot() {
    node = start(Map.of("features", "comments", "vote-window", "0s"));
    boards();
    hash("community:c-2", Map.of("features", "{\"votes\":true,\"comments\":false,\"other\":1}"));
    ForumClient nine = member("nine");
    ForumClient two = enter("two", "c-2", false);
    for (String community : new String[] {"c-9", "c-2"}) {
      String payload = "{\"communityId\":\"" + community + "\"}";
      node.publish("community:" + community, "voteUpdate", payload);
      node.publish("community:" + community, "newComment", payload);
    }
    drained(nine, two);
    assertThat(nine.names()).contains("newComment").doesNotContain("voteUpdate");
    assertThat(two.names()).contains("voteUpdate").doesNotContain("newComment");
  }
}

package dev.carillon.publisher.toggo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carillon.publisher.Box;
import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.RawJson;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// In the bytes that Toggo's own gateway takes.
class TripPublisherTest {
  private static final Instant MOMENT = Instant.parse("2026-02-03T10:30:00.5Z");

  private final Box box = new Box();
  private final TopicRegistry topics = TopicRegistry.ofToggo();
  private final TripPublisher trips = new TripPublisher(box, topics);

  @Test
  void anEventHasAllThatItKnowsAndLeavesOutWhatItDoesNot() {
    trips.publish(
        TripEvent.of("poll.vote_added", "5b2e", RawJson.of("{\"poll_id\":\"456\",\"votes\":[]}"))
            .withId("8f1c")
            .about("77aa")
            .by("19cd", "Ann")
            .at(MOMENT));
    trips.publish(
        TripEvent.of("membership.added", "5b2e", null)
            .withId("8f1d")
            .about("19cd")
            .by("19cd", null)
            .at(MOMENT));
    trips.publish(TripEvent.of("trip.deleted", "5b2e", null).withId("8f1e").at(MOMENT));

    assertThat(box.told())
        .containsExactly(
            "trip:5b2e {\"id\":\"8f1c\",\"topic\":\"poll.vote_added\",\"trip_id\":\"5b2e\","
                + "\"entity_id\":\"77aa\",\"actor_id\":\"19cd\",\"actor_name\":\"Ann\","
                + "\"data\":{\"poll_id\":\"456\",\"votes\":[]},"
                + "\"timestamp\":\"2026-02-03T10:30:00.5Z\"}",
            "trip:5b2e {\"id\":\"8f1d\",\"topic\":\"membership.added\",\"trip_id\":\"5b2e\","
                + "\"entity_id\":\"19cd\",\"actor_id\":\"19cd\",\"data\":null,"
                + "\"timestamp\":\"2026-02-03T10:30:00.5Z\"}",
            "trip:5b2e {\"id\":\"8f1e\",\"topic\":\"trip.deleted\",\"trip_id\":\"5b2e\","
                + "\"data\":null,\"timestamp\":\"2026-02-03T10:30:00.5Z\"}");
  }

  @Test
  void whatToggoPublishesIsMadeAsItDoes() {
    var data = new JsonObject().put("n", 1);
    trips.membershipAdded("t", "u");
    trips.commentCreated("t", "e", "u", data);
    trips.activityCreated("t", "a", "u", data);
    trips.categoryCreated("t", "food", "u", data);
    trips.trip("trip.updated", "t", "u", data);
    trips.poll("poll.created", "t", "p", "u", data);
    trips.poll("poll.created", "t", "p", null, data);
    trips.rankingSubmitted("t", "p", "u", 3, List.of("a", "b"));

    assertThat(box.told())
        .extracting(told -> told.replaceAll("\"(id|timestamp)\":\"[-:.\\w]+\",?", ""))
        .containsExactly(
            "trip:t {\"topic\":\"membership.added\",\"trip_id\":\"t\",\"entity_id\":\"u\","
                + "\"actor_id\":\"u\",\"data\":null,}",
            "trip:t {\"topic\":\"comment.created\",\"trip_id\":\"t\",\"entity_id\":\"e\","
                + "\"actor_id\":\"u\",\"data\":{\"n\":1},}",
            "trip:t {\"topic\":\"activity.created\",\"trip_id\":\"t\",\"entity_id\":\"a\","
                + "\"actor_id\":\"u\",\"data\":{\"n\":1},}",
            "trip:t {\"topic\":\"category.created\",\"trip_id\":\"t\",\"entity_id\":\"food\","
                + "\"actor_id\":\"u\",\"data\":{\"n\":1},}",
            "trip:t {\"topic\":\"trip.updated\",\"trip_id\":\"t\",\"entity_id\":\"t\","
                + "\"actor_id\":\"u\",\"data\":{\"n\":1},}",
            "trip:t {\"topic\":\"poll.created\",\"trip_id\":\"t\",\"entity_id\":\"p\","
                + "\"actor_id\":\"u\",\"data\":{\"n\":1},}",
            "trip:t {\"topic\":\"poll.created\",\"trip_id\":\"t\",\"data\":{\"n\":1},}",
            "trip:t {\"topic\":\"poll.ranking_submitted\",\"trip_id\":\"t\",\"data\":"
                + "{\"poll_id\":\"p\",\"user_id\":\"u\",\"total_voters\":3,\"top_3\":[\"a\",\"b\"]},}");
  }

  @Test
  void aTopicThatIsNotRegisteredIsRefusedBeforePublishing() {
    assertThatThrownBy(() -> trips.publish(TripEvent.of("poll.closed", "t", null)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(box.told()).isEmpty();

    topics.register("poll.closed").unregister("poll.created");

    trips.publish(TripEvent.of("poll.closed", "t", null));
    assertThatThrownBy(() -> trips.publish(TripEvent.of("poll.created", "t", null)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(box.told()).hasSize(1);
    assertThat(topics.topics()).hasSize(20).contains("poll.closed");
    assertThatThrownBy(() -> TripEvent.of("trip.updated", "", null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

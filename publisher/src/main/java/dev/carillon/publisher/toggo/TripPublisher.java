package dev.carillon.publisher.toggo;

import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.Publisher;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Publishes events of trips, each on `trip:{id}`. Safe for any thread.
///
/// The methods for what Toggo publishes make the event as Toggo does, with an id of its own and the present moment.
/// A topic that is not registered is refused before anything is published.
public final class TripPublisher {
  private final Publisher publisher;
  private final TopicRegistry topics;

  /// Publishes registered topics, over a publisher.
  public TripPublisher(Publisher publisher, TopicRegistry topics) {
    this.publisher = publisher;
    this.topics = topics;
  }

  /// Publishes an event.
  ///
  /// @throws IllegalArgumentException if its topic is not registered
  public CompletionStage<Void> publish(TripEvent event) {
    if (!topics.contains(event.topic())) {
      throw new IllegalArgumentException("unknown topic");
    }
    return publisher.publish("trip:" + event.tripId(), event.bytes());
  }

  /// Somebody has made a trip, or changed it.
  ///
  /// @param topic `trip.created`, `trip.updated` or `trip.deleted`
  public CompletionStage<Void> trip(
      String topic, String tripId, String actorId, @Nullable Object trip) {
    return publish(TripEvent.of(topic, tripId, trip).about(tripId).by(actorId, null));
  }

  /// Somebody is on a trip now.
  public CompletionStage<Void> membershipAdded(String tripId, String userId) {
    return publish(TripEvent.of("membership.added", tripId, null).about(userId).by(userId, null));
  }

  /// Somebody has commented on something.
  ///
  /// @param entityId what was commented on
  public CompletionStage<Void> commentCreated(
      String tripId, String entityId, String actorId, @Nullable Object comment) {
    return publish(
        TripEvent.of("comment.created", tripId, comment).about(entityId).by(actorId, null));
  }

  /// Somebody has added an activity.
  public CompletionStage<Void> activityCreated(
      String tripId, String activityId, String actorId, @Nullable Object activity) {
    return publish(
        TripEvent.of("activity.created", tripId, activity).about(activityId).by(actorId, null));
  }

  /// Somebody has added a category.
  public CompletionStage<Void> categoryCreated(
      String tripId, String category, String actorId, @Nullable Object data) {
    return publish(
        TripEvent.of("category.created", tripId, data).about(category).by(actorId, null));
  }

  /// Something has happened to a poll.
  ///
  /// @param topic `poll.created`, `poll.updated`, `poll.deleted`, `poll.vote_added` or `poll.vote_removed`
  /// @param actorId `null` for polls that rank
  public CompletionStage<Void> poll(
      String topic, String tripId, String pollId, @Nullable String actorId, @Nullable Object poll) {
    TripEvent event = TripEvent.of(topic, tripId, poll);
    return publish(actorId == null ? event : event.about(pollId).by(actorId, null));
  }

  /// Somebody has ranked the options of a poll. Who is in the data, and not the actor.
  ///
  /// @param best the first three by now, as [JsonObject] takes values
  public CompletionStage<Void> rankingSubmitted(
      String tripId, String pollId, String userId, int totalVoters, List<?> best) {
    var data =
        new JsonObject()
            .put("poll_id", pollId)
            .put("user_id", userId)
            .put("total_voters", totalVoters)
            .put("top_3", best);
    return publish(TripEvent.of("poll.ranking_submitted", tripId, data));
  }
}

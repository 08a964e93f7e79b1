package dev.carillon.publisher.toggo;

import dev.carillon.publisher.JsonObject;
import dev.carillon.publisher.Moments;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that has happened on a trip. Immutable, as far as its data is.
///
/// @param id its own; clients and the feed tell events apart by it
/// @param topic what has happened: `poll.vote_added`
/// @param entityId what it has happened to; `null`: nothing in particular
/// @param actorId who did it, who does not find it in the own feed; `null`: nobody in particular
/// @param actorName the actor's name; `null`: not told
/// @param data what clients get with it, as [JsonObject] takes values
/// @param timestamp when it happened
public record TripEvent(
    String id,
    String topic,
    String tripId,
    @Nullable String entityId,
    @Nullable String actorId,
    @Nullable String actorName,
    @Nullable Object data,
    Instant timestamp) {

  /// Checks that it has a topic and a trip.
  public TripEvent {
    if (topic.isEmpty() || tripId.isEmpty()) {
      throw new IllegalArgumentException("an event has a topic and a trip");
    }
  }

  /// Returns an event with an id of its own that happens now, about nothing and by nobody in particular.
  public static TripEvent of(String topic, String tripId, @Nullable Object data) {
    return new TripEvent(
        UUID.randomUUID().toString(), topic, tripId, null, null, null, data, Instant.now());
  }

  /// Returns the same about something.
  public TripEvent about(String entity) {
    return new TripEvent(id, topic, tripId, entity, actorId, actorName, data, timestamp);
  }

  /// Returns the same by somebody.
  public TripEvent by(String actor, @Nullable String name) {
    return new TripEvent(id, topic, tripId, entityId, actor, name, data, timestamp);
  }

  /// Returns the same at another moment.
  public TripEvent at(Instant moment) {
    return new TripEvent(id, topic, tripId, entityId, actorId, actorName, data, moment);
  }

  /// Returns the same with another id.
  public TripEvent withId(String other) {
    return new TripEvent(other, topic, tripId, entityId, actorId, actorName, data, timestamp);
  }

  byte[] bytes() {
    return new JsonObject()
        .put("id", id)
        .put("topic", topic)
        .put("trip_id", tripId)
        .putIfPresent("entity_id", entityId)
        .putIfPresent("actor_id", actorId)
        .putIfPresent("actor_name", actorName)
        .put("data", data)
        .put("timestamp", Moments.shortest(timestamp))
        .bytes();
  }

  /// Says which, and nothing of what is in it.
  @Override
  public String toString() {
    return "TripEvent[" + topic + "]";
  }
}

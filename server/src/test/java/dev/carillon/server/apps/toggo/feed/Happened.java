package dev.carillon.server.apps.toggo.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/// Events and settings that the tests of the feed share.
final class Happened {
  static final String ANN = "11111111-1111-4111-8111-111111111111";
  static final String BEN = "22222222-2222-4222-8222-222222222222";
  static final String CLEO = "33333333-3333-4333-8333-333333333333";

  private Happened() {}

  /// A comment on trip `t1`.
  static TripEvent comment(String id, String actor, Instant when) {
    return event(id, "comment.created", "t1", actor, when);
  }

  static TripEvent event(String id, String topic, String trip, String actor, Instant when) {
    return new TripEvent(
        id, topic, trip, "e", actor, when, json(id).getBytes(StandardCharsets.UTF_8));
  }

  /// What clients get of an event.
  static String json(String id) {
    return "{\"id\":\"" + id + "\",\"data\":{\"text\":\"sécret ☃\",\"n\":1.10}}";
  }

  /// Settings with pauses of a few milliseconds.
  static FeedSettings hasty(int maxEntries, int concurrency, int maxPending, int attempts) {
    FeedSettings base = FeedSettings.defaults();
    return new FeedSettings(
        base.topics(),
        base.retention(),
        base.cursorRetention(),
        maxEntries,
        concurrency,
        maxPending,
        base.claimLifetime(),
        Duration.ofMillis(5),
        attempts,
        Duration.ofSeconds(1));
  }

  static FeedSettings hasty() {
    return hasty(1000, 8, 16 * 1024 * 1024, 12);
  }
}

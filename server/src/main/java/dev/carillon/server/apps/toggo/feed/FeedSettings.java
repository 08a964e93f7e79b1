package dev.carillon.server.apps.toggo.feed;

import java.time.Duration;
import java.util.Set;

/// How the feed behaves. Immutable; start from [#defaults()].
///
/// @param topics what belongs in the feed
/// @param retention how long an entry is kept, and the event that it names
/// @param cursorRetention how long it is kept what a member has seen
/// @param maxEntries how many entries one member has on one trip; the oldest go
/// @param concurrency how many events are written at once
/// @param maxPending the memory for events that are not yet written, in bytes; further ones are
///     dropped
/// @param claimLifetime how long a claim of a node that writes an event holds, and longer while it goes on; another one tries then
/// @param retryPause the pause before the second attempt at an event; each further one is twice as
///     long
/// @param attempts how often one node tries to see an event written
/// @param drain how long a stop waits for events that are being written
public record FeedSettings(
    Set<String> topics,
    Duration retention,
    Duration cursorRetention,
    int maxEntries,
    int concurrency,
    int maxPending,
    Duration claimLifetime,
    Duration retryPause,
    int attempts,
    Duration drain) {

  public FeedSettings {
    topics = Set.copyOf(topics);
    require(retention.isPositive(), "retention: more than 0");
    require(cursorRetention.isPositive(), "cursor-retention: more than 0");
    require(maxEntries >= 1, "max-entries: at least 1");
    require(concurrency >= 1, "concurrency: at least 1");
    require(maxPending >= 1, "max-pending: at least 1");
    require(claimLifetime.isPositive(), "claim-lifetime: more than 0");
    require(retryPause.isPositive(), "retry-pause: more than 0");
    require(attempts >= 1 && attempts <= 20, "attempts: 1 to 20");
    require(!drain.isNegative(), "drain: at least 0");
  }

  /// What the original writes, for as long as it keeps it.
  public static FeedSettings defaults() {
    return new FeedSettings(
        Set.of(
            "activity.created",
            "comment.created",
            "poll.created",
            "poll.vote_added",
            "membership.added",
            "trip.updated",
            "category.created"),
        Duration.ofDays(30),
        Duration.ofDays(180),
        1000,
        8,
        16 * 1024 * 1024,
        // Renewed while somebody writes, so that what a dead node claimed is free in seconds.
        Duration.ofSeconds(5),
        // Seven attempts take a minute.
        Duration.ofSeconds(1),
        7,
        Duration.ofSeconds(5));
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}

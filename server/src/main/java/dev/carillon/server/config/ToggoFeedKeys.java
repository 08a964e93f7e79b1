package dev.carillon.server.config;

import java.time.Duration;
import java.util.List;

/// The part of the catalogue that is about the activity feed of the `toggo` app; see [Keys].
final class ToggoFeedKeys {
  private static final KeyGroup GROUP = new KeyGroup("apps.toggo.");

  static final Key<Boolean> ENABLED =
      GROUP.key(
          "feed",
          Types.FLAG,
          "false",
          "Whether the activity feed is kept and served; needs apps.toggo.jwt-secret and a way to know members.");
  static final Key<String> TOPICS =
      GROUP.key(
          "feed-topics",
          TextType.of(
              "topics",
              "topics such as poll.created, separated by commas",
              "[a-z_]+\\.[a-z_]+(\\s*,\\s*[a-z_]+\\.[a-z_]+)*"),
          "activity.created,comment.created,poll.created,poll.vote_added,membership.added,trip.updated,category.created",
          "The topics of events that belong in the feed.");
  static final Key<String> MEMBERS_URL =
      GROUP.key(
          "feed-members-url",
          TextType.of(
              "URL",
              "an http or https URL with {trip} in its path",
              "https?://[^\\s/?#@{}]+/[^\\s?#{}]*\\{trip}[^\\s#{}]*"),
          null,
          "Where a trip's members are asked for: a JSON array of user ids, in pages of 500.");
  static final Key<Secret> MEMBERS_SECRET =
      GROUP.key(
          "feed-members-secret", Types.SECRET, null, "The bearer token that goes to members-url.");
  static final Key<String> MEMBERS_KEY =
      GROUP.key(
          "feed-members-key",
          TextType.of("key", "a name with {trip} in it", "[^\\s{}]*\\{trip}[^\\s{}]*"),
          null,
          "The sorted set in the store that holds a trip's members, instead of members-url.");
  static final Key<Duration> MEMBERS_TIMEOUT =
      GROUP.key(
          "feed-members-timeout",
          Types.span("100ms", "1m"),
          "3s",
          "How long one page of members may take.");
  static final Key<Duration> MEMBERS_CACHE =
      GROUP.key(
          "feed-members-cache",
          Types.span("1ms", "1h"),
          "10s",
          "How long a trip's members are remembered; events of membership.* end it at once.");
  static final Key<Integer> MAX_MEMBERS =
      GROUP.key(
          "feed-max-members",
          Types.whole(1, 100_000),
          "10000",
          "How many members a trip may have; events of larger ones are left out and logged.");
  static final Key<Integer> MAX_ENTRIES =
      GROUP.key(
          "feed-max-entries",
          Types.whole(1, 100_000),
          "1000",
          "How many entries one member has on one trip; the oldest go.");
  static final Key<Duration> RETENTION =
      GROUP.key("feed-retention", Types.span("1m", "365d"), "30d", "How long an entry is kept.");
  static final Key<Integer> CONCURRENCY =
      GROUP.key(
          "feed-concurrency", Types.whole(1, 100), "8", "How many events a node writes at once.");
  static final Key<Long> MAX_PENDING =
      GROUP.key(
          "feed-max-pending",
          Types.size("1MiB", "1GiB"),
          "16MiB",
          "The memory for events that are not yet written; what comes past it is left out and counted.");

  private ToggoFeedKeys() {}

  /// Returns this part of the catalogue, in the order of the documentation.
  static List<Key<?>> all() {
    return GROUP.all();
  }
}

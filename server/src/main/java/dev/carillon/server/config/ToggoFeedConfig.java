package dev.carillon.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The activity feed of the `toggo` app. Immutable; sizes are bytes.
///
/// @param topics the topics of events that belong in the feed
/// @param membersUrl where a trip's members are asked for; `null`: `membersKey` is set
/// @param membersSecret sent to that URL; `null`: none
/// @param membersKey the sorted set of a trip's members; `null`: `membersUrl` is set
/// @param membersTimeout how long one page of members may take
/// @param membersCache how long members are remembered
/// @param maxMembers how many members a trip may have
/// @param maxEntries how many entries one member has on one trip
/// @param retention how long entries are kept
/// @param concurrency how many events are written at once
/// @param maxPending the memory for events that are not yet written
public record ToggoFeedConfig(
    Set<String> topics,
    @Nullable String membersUrl,
    @Nullable Secret membersSecret,
    @Nullable String membersKey,
    Duration membersTimeout,
    Duration membersCache,
    int maxMembers,
    int maxEntries,
    Duration retention,
    int concurrency,
    int maxPending) {

  /// Reads the feed; `null` when it is off.
  static @Nullable ToggoFeedConfig read(Values values) {
    boolean enabled = values.get(Keys.FEED_ENABLED);
    var config =
        new ToggoFeedConfig(
            Set.copyOf(List.of(values.get(Keys.FEED_TOPICS).split("\\s*,\\s*", -1))),
            values.find(Keys.FEED_MEMBERS_URL),
            values.secret(Keys.FEED_MEMBERS_SECRET),
            values.find(Keys.FEED_MEMBERS_KEY),
            values.get(Keys.FEED_MEMBERS_TIMEOUT),
            values.get(Keys.FEED_MEMBERS_CACHE),
            values.get(Keys.FEED_MAX_MEMBERS),
            values.get(Keys.FEED_MAX_ENTRIES),
            values.get(Keys.FEED_RETENTION),
            values.get(Keys.FEED_CONCURRENCY),
            Math.toIntExact(values.get(Keys.FEED_MAX_PENDING)));
    if (!enabled) {
      return null;
    }
    config.checkMembers(values);
    return config;
  }

  /// Whoever writes feeds has to know whose they are.
  private void checkMembers(Values values) {
    String both = Keys.FEED_MEMBERS_URL.name() + " or " + Keys.FEED_MEMBERS_KEY.name();
    boolean urlSet = values.text(Keys.FEED_MEMBERS_URL.name()) != null;
    boolean keySet = values.text(Keys.FEED_MEMBERS_KEY.name()) != null;
    if (!urlSet && !keySet) {
      values.problem(Keys.FEED_ENABLED.name(), "nothing says who is on a trip", both + " as well");
    } else if (urlSet && keySet) {
      values.problem(
          Keys.FEED_MEMBERS_KEY.name(), "set together with " + Keys.FEED_MEMBERS_URL.name(), both);
    }
  }
}

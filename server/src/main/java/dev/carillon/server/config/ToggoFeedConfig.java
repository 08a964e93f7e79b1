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
    boolean enabled = values.get(ToggoFeedKeys.ENABLED);
    var config =
        new ToggoFeedConfig(
            Set.copyOf(List.of(values.get(ToggoFeedKeys.TOPICS).split("\\s*,\\s*", -1))),
            values.find(ToggoFeedKeys.MEMBERS_URL),
            values.secret(ToggoFeedKeys.MEMBERS_SECRET),
            values.find(ToggoFeedKeys.MEMBERS_KEY),
            values.get(ToggoFeedKeys.MEMBERS_TIMEOUT),
            values.get(ToggoFeedKeys.MEMBERS_CACHE),
            values.get(ToggoFeedKeys.MAX_MEMBERS),
            values.get(ToggoFeedKeys.MAX_ENTRIES),
            values.get(ToggoFeedKeys.RETENTION),
            values.get(ToggoFeedKeys.CONCURRENCY),
            Math.toIntExact(values.get(ToggoFeedKeys.MAX_PENDING)));
    if (!enabled) {
      return null;
    }
    config.checkMembers(values);
    return config;
  }

  /// Whoever writes feeds has to know whose they are.
  private void checkMembers(Values values) {
    String both = ToggoFeedKeys.MEMBERS_URL.name() + " or " + ToggoFeedKeys.MEMBERS_KEY.name();
    boolean urlSet = values.text(ToggoFeedKeys.MEMBERS_URL.name()) != null;
    boolean keySet = values.text(ToggoFeedKeys.MEMBERS_KEY.name()) != null;
    if (!urlSet && !keySet) {
      values.problem(
          ToggoFeedKeys.ENABLED.name(), "nothing says who is on a trip", both + " as well");
    } else if (urlSet && keySet) {
      values.problem(
          ToggoFeedKeys.MEMBERS_KEY.name(),
          "set together with " + ToggoFeedKeys.MEMBERS_URL.name(),
          both);
    }
  }
}

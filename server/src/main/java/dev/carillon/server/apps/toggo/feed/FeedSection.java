package dev.carillon.server.apps.toggo.feed;

import dev.carillon.core.Services;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.apps.toggo.members.MembersSettings;
import dev.carillon.server.config.Secret;
import dev.carillon.server.config.Settings;
import dev.carillon.server.config.Type;
import dev.carillon.server.config.Values;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What can be set about the activity feed. Immutable.
public final class FeedSection extends Settings {
  final boolean on =
      about(
              "Whether the activity feed is kept and served; needs apps.toggo.jwt-secret and a way to know members.")
          .flag("feed", "false");
  final List<String> topics =
      about("The topics of events that belong in the feed.")
          .list(
              "feed-topics",
              Type.text(
                  "topics such as poll.created, separated by commas",
                  Pattern.compile("[a-z_]+\\.[a-z_]+(\\s*,\\s*[a-z_]+\\.[a-z_]+)*")),
              "activity.created,comment.created,poll.created,poll.vote_added,membership.added,trip.updated,category.created");
  final @Nullable String membersUrl =
      about("Where a trip's members are asked for: a JSON array of user ids, in pages of 500.")
          .optional(
              "feed-members-url",
              Type.text(
                  "an http or https URL with {trip} in its path",
                  Pattern.compile("https?://[^\\s/?#@{}]+/[^\\s?#{}]*\\{trip}[^\\s#{}]*")));
  final @Nullable Secret membersSecret =
      about("The bearer token that goes to members-url.").secret("feed-members-secret");
  final @Nullable String membersKey =
      about("The sorted set in the store that holds a trip's members, instead of members-url.")
          .optional(
              "feed-members-key",
              Type.text("a name with {trip} in it", Pattern.compile("[^\\s{}]*\\{trip}[^\\s{}]*")));
  final Duration membersTimeout =
      about("How long one page of members may take.")
          .span("feed-members-timeout", "100ms", "1m", "3s");
  final Duration membersCache =
      about("How long a trip's members are remembered; events of membership.* end it at once.")
          .span("feed-members-cache", "1ms", "1h", "10s");
  final int maxMembers =
      about("How many members a trip may have; events of larger ones are left out and logged.")
          .whole("feed-max-members", 1, 100_000, "10000");
  final int maxEntries =
      about("How many entries one member has on one trip; the oldest go.")
          .whole("feed-max-entries", 1, 100_000, "1000");
  final Duration retention =
      about("How long an entry is kept.").span("feed-retention", "1m", "365d", "30d");
  final int concurrency =
      about("How many events a node writes at once.").whole("feed-concurrency", 1, 100, "8");
  final int maxPending =
      about(
              "The memory for events that are not yet written; what comes past it is left out and counted.")
          .bytes("feed-max-pending", "1MiB", "1GiB", "16MiB");

  /// Checks that a feed that is on knows whose it is.
  public FeedSection(Values values) {
    super(values);
    if (on) {
      checkMembers();
    }
  }

  /// Tells whether the feed is kept and served.
  public boolean isOn() {
    return on;
  }

  private void checkMembers() {
    String both = full("feed-members-url") + " or " + full("feed-members-key");
    boolean urlSet = isSet("feed-members-url");
    boolean keySet = isSet("feed-members-key");
    if (!urlSet && !keySet) {
      problem("feed", "nothing says who is on a trip", both + " as well");
    } else if (urlSet && keySet) {
      problem("feed-members-key", "set together with " + full("feed-members-url"), both);
    }
  }

  /// Starts the feed.
  ///
  /// @param origins which web pages may read the answers (CORS)
  /// @param key the secret of the tokens
  /// @param services what the gateway lends
  public ToggoFeed start(OriginPolicy origins, Secret key, Services services) {
    return new ToggoFeed(settings(), members(), origins, key, services);
  }

  private FeedSettings settings() {
    FeedSettings base = FeedSettings.defaults();
    return new FeedSettings(
        Set.copyOf(topics),
        retention,
        base.cursorRetention(),
        maxEntries,
        concurrency,
        maxPending,
        base.claimLifetime(),
        base.retryPause(),
        base.attempts(),
        base.drain());
  }

  /// @throws IllegalStateException if nothing says who is on a trip; a feed that is on is checked
  private MembersSettings members() {
    MembersSettings.Source source;
    if (membersUrl != null) {
      source = new MembersSettings.Http(membersUrl, membersSecret, membersTimeout, concurrency);
    } else if (membersKey != null) {
      source = new MembersSettings.Key(membersKey);
    } else {
      throw new IllegalStateException("nothing says who is on a trip");
    }
    return new MembersSettings(source, membersCache, maxMembers);
  }
}

package dev.carillon.server;

import dev.carillon.server.apps.toggo.Secret;
import dev.carillon.server.apps.toggo.feed.FeedSettings;
import dev.carillon.server.apps.toggo.feed.MembersSettings;
import dev.carillon.server.apps.toggo.feed.ToggoFeed;
import dev.carillon.server.config.ToggoConfig;
import dev.carillon.server.config.ToggoFeedConfig;
import org.jspecify.annotations.Nullable;

/// Makes Toggo's activity feed of its configuration.
final class ToggoFeeds {
  private ToggoFeeds() {}

  /// Returns the feed; `null` when it is off.
  static @Nullable ToggoFeed feed(ToggoConfig config) {
    ToggoFeedConfig feed = config.feed();
    var secret = config.jwtSecret();
    if (feed == null || secret == null) {
      return null;
    }
    return new ToggoFeed(
        settings(feed),
        new MembersSettings(source(feed), feed.membersCache(), feed.maxMembers()),
        Sockets.origins(config.allowedOrigins()),
        new Secret(secret.value()));
  }

  private static FeedSettings settings(ToggoFeedConfig feed) {
    FeedSettings base = FeedSettings.defaults();
    return new FeedSettings(
        feed.topics(),
        feed.retention(),
        base.cursorRetention(),
        feed.maxEntries(),
        feed.concurrency(),
        feed.maxPending(),
        base.claimLifetime(),
        base.retryPause(),
        base.attempts(),
        base.drain());
  }

  private static MembersSettings.Source source(ToggoFeedConfig feed) {
    String url = feed.membersUrl();
    String key = feed.membersKey();
    if (url != null) {
      var secret = feed.membersSecret();
      return new MembersSettings.Http(
          url, secret == null ? null : new Secret(secret.value()), feed.membersTimeout());
    }
    if (key == null) {
      throw new IllegalArgumentException("nothing says who is on a trip");
    }
    return new MembersSettings.Key(key);
  }
}

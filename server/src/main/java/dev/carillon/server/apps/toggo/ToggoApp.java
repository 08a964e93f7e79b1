package dev.carillon.server.apps.toggo;

import dev.carillon.App;
import dev.carillon.RunningApp;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.core.Services;
import dev.carillon.net.OriginPolicy;
import dev.carillon.server.apps.toggo.feed.ToggoFeed;
import java.time.Duration;

/// Toggo's trips, as its own server told clients of them, and the feed of what happened on them where that is
/// on. Immutable.
///
/// Clients say which trips they follow. What services publish on the channel of a trip goes to its
/// followers in batches, each of which a trip's first event opens.
public final class ToggoApp implements App {
  static final String NAME = "toggo";

  private final ToggoSection settings;

  ToggoApp(ToggoSection settings) {
    this.settings = settings;
  }

  /// Returns the protocol settings that Toggo's clients expect.
  ///
  /// Any web origin may connect, as before: who somebody is tells a token, which no browser adds by
  /// itself. Nobody is held: clients follow trips also while the broker is away, and hear of them when it is
  /// back.
  ///
  /// @param path the one path that is served, `/ws` before
  public static ChannelsSettings channels(String path) {
    return ChannelsSettings.at(path)
        .with(to -> {
          to.origins = OriginPolicy.allowAny();
          to.pingInterval = Duration.ofSeconds(54);
          to.pongTimeout = Duration.ofSeconds(6);
          to.maxMessage = 64 * 1024;
          to.holding = false;
        });
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RunningApp start(Services services) {
    ToggoFeed feed = settings.startFeed(services);
    var trips = new RunningTrips(settings.trips(), settings.channels(), services, feed);
    return new RunningToggo(settings, trips, feed);
  }
}

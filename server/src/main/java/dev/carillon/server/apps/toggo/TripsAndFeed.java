package dev.carillon.server.apps.toggo;

import static java.util.Objects.requireNonNull;

import dev.carillon.App;
import dev.carillon.Interest;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Services;
import dev.carillon.net.Endpoint;
import dev.carillon.server.apps.toggo.feed.ToggoFeed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Toggo's trips, and the feed of what happened on them where that is on. Immutable.
final class TripsAndFeed implements App {
  private final ToggoSection settings;

  TripsAndFeed(ToggoSection settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return ToggoApp.NAME;
  }

  @Override
  public RunningApp start(Services services) {
    ToggoFeed feed = settings.feed.isOn() ? feed(services) : null;
    var trips = new ToggoApp(settings.trips(), settings.channels(), feed);
    trips.start(services);
    return new Running(settings, trips, feed);
  }

  private ToggoFeed feed(Services services) {
    return settings.feed.feed(settings.origins(), requireNonNull(settings.jwtSecret), services);
  }

  /// Both, started. Immutable, safe for any thread.
  private record Running(ToggoSection settings, ToggoApp trips, @Nullable ToggoFeed feed)
      implements RunningApp {
    @Override
    public List<Mount> mounts() {
      var endpoints = new ArrayList<Endpoint>(List.of(trips.endpoint()));
      if (feed != null) {
        endpoints.add(feed.endpoint());
      }
      return List.of(new Mount(settings.bind, settings.port, endpoints));
    }

    @Override
    public Interest interestIn(String channel, byte[] message) {
      String refusal = trips.publicationCheck().refusal(channel, message);
      return refusal == null ? Interest.NONE : new Interest.Refused(refusal);
    }

    @Override
    public void close() {
      trips.close();
      if (feed != null) {
        feed.close();
      }
    }
  }
}

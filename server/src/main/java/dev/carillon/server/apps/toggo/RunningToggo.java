package dev.carillon.server.apps.toggo;

import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.core.Interest;
import dev.carillon.net.Endpoint;
import dev.carillon.server.apps.toggo.feed.ToggoFeed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Toggo on a gateway: trips, and the feed beside them on the same port. Immutable, safe for any thread.
///
/// @param feed `null`: it is off
record RunningToggo(ToggoSection settings, RunningTrips trips, @Nullable ToggoFeed feed)
    implements RunningApp {

  @Override
  public List<Mount> mounts() {
    List<Endpoint> endpoints =
        feed == null ? List.of(trips.endpoint()) : List.of(trips.endpoint(), feed.endpoint());
    return List.of(new Mount(settings.bind, settings.port, endpoints));
  }

  @Override
  public Interest interestIn(String channel, byte[] message) {
    return trips.interestIn(channel, message);
  }

  @Override
  public void close() {
    trips.close();
    if (feed != null) {
      feed.close();
    }
  }
}

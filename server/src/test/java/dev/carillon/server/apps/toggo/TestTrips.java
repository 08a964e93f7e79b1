package dev.carillon.server.apps.toggo;

import dev.carillon.App;
import dev.carillon.Mount;
import dev.carillon.RunningApp;
import dev.carillon.channels.ChannelsSettings;
import dev.carillon.core.Interest;
import dev.carillon.core.Services;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Toggo's trips without the rest of the app, on any port. Immutable.
record TestTrips(
    ToggoSettings settings, ChannelsSettings channels, @Nullable Consumer<TripEvent> feed)
    implements App {

  @Override
  public String name() {
    return ToggoApp.NAME;
  }

  @Override
  public RunningApp start(Services services) {
    return new Running(new RunningTrips(settings, channels, services, feed));
  }

  private record Running(RunningTrips trips) implements RunningApp {
    @Override
    public List<Mount> mounts() {
      return List.of(Mount.on("127.0.0.1", 0, trips.endpoint()));
    }

    @Override
    public Interest interestIn(String channel, byte[] message) {
      return trips.interestIn(channel, message);
    }

    @Override
    public void close() {
      trips.close();
    }
  }
}

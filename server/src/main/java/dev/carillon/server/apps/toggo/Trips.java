package dev.carillon.server.apps.toggo;

import dev.carillon.channels.ChannelConnection;
import dev.carillon.channels.Channels;
import dev.carillon.core.Lane;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All trips of this node: who follows them, and what goes to those. Safe for any thread.
///
/// A trip is a room, named like its channel. It lives on one lane, its home, which is found by its name.
final class Trips {
  private final Channels<Said, Told, Told.Events> channels;
  private final List<Home> homes;
  private final boolean remembering;

  /// @param lanes all lanes of the gateway
  Trips(Channels<Said, Told, Told.Events> channels, List<Lane> lanes, ToggoSettings settings) {
    this.channels = channels;
    ToggoSettings.Snapshot snapshot = settings.snapshot();
    this.remembering = snapshot != null;
    this.homes =
        lanes.stream()
            .map(lane -> new Home(lane, channels, settings.batching(), latest(snapshot, lanes)))
            .toList();
  }

  private static @Nullable Latest latest(
      ToggoSettings.@Nullable Snapshot snapshot, List<Lane> lanes) {
    return snapshot == null ? null : new Latest(snapshot, snapshot.maxTotalBytes() / lanes.size());
  }

  /// Returns whether an event of this room would be of use to anybody, now or later.
  boolean wants(String room) {
    return remembering || channels.members().has(room);
  }

  /// Takes an event on its way to the followers. Holds the calling thread up while the lanes are behind.
  void add(String room, TripEvent event) {
    channels.members().awaitCapacity();
    Home home = home(room);
    home.lane().execute(() -> home.add(room, event));
  }

  /// Forgets what is latest of all trips: something later may have passed this node by.
  void forget() {
    if (remembering) {
      homes.forEach(home -> home.lane().execute(home::forget));
    }
  }

  /// Lets a connection follow a trip. What happens after this call reaches it.
  void follow(ChannelConnection<Told> connection, String room) {
    if (remembering) {
      Home home = home(room);
      home.lane().execute(() -> home.follow(connection, room));
    } else {
      // Here and not on the way through the home: what is asked for in `wants` counts at once.
      channels.members().joinSoon(connection, room);
    }
  }

  /// Lets a connection follow a trip no longer, if it does. By the same way as it came, so that the
  /// later one of two calls for a connection is the one that counts.
  void unfollow(ChannelConnection<Told> connection, String room) {
    if (remembering) {
      home(room).lane().execute(() -> connection.leave(room));
    } else {
      connection.leave(room);
    }
  }

  private Home home(String room) {
    int hash = room.hashCode();
    return homes.get(Math.floorMod(hash ^ (hash >>> 16), homes.size()));
  }
}

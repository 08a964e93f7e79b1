package dev.carillon.server.apps.toggo;

import dev.carillon.channels.ChannelConnection;
import dev.carillon.channels.Channels;
import dev.carillon.core.Lane;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All trips of this node: who follows them, and what goes to those. Safe for any thread.
///
/// A trip is a room, named like its channel. It belongs to one lane, which is found by its name.
final class Trips {
  private final Channels<ClientMessage, ServerMessage, ServerMessage.Events> channels;
  private final List<TripLane> tripLanes;
  private final boolean remembering;

  /// @param lanes all lanes of the gateway
  Trips(
      Channels<ClientMessage, ServerMessage, ServerMessage.Events> channels,
      List<Lane> lanes,
      ToggoSettings settings) {
    this.channels = channels;
    ToggoSettings.Snapshot snapshot = settings.snapshot();
    this.remembering = snapshot != null;
    this.tripLanes =
        lanes.stream()
            .map(lane -> new TripLane(lane, channels, settings.batching(), latest(snapshot, lanes)))
            .toList();
  }

  private static @Nullable Latest latest(
      ToggoSettings.@Nullable Snapshot snapshot, List<Lane> lanes) {
    return snapshot == null ? null : new Latest(snapshot, snapshot.maxTotalBytes() / lanes.size());
  }

  /// Returns whether an event of this room would be of use to anybody, now or later.
  boolean wants(String room) {
    return remembering || channels.has(room);
  }

  /// Takes an event on its way to the followers. Holds the calling thread up while the lanes are behind.
  void add(String room, TripEvent event) {
    channels.awaitCapacity();
    TripLane lane = laneOf(room);
    lane.lane().execute(() -> lane.add(room, event));
  }

  /// Forgets what is latest of all trips: something later may have passed this node by.
  void forget() {
    if (remembering) {
      tripLanes.forEach(lane -> lane.lane().execute(lane::forget));
    }
  }

  /// Lets a connection follow a trip. What happens after this call reaches it.
  void follow(ChannelConnection<ServerMessage> connection, String room) {
    if (remembering) {
      TripLane lane = laneOf(room);
      lane.lane().execute(() -> lane.follow(connection, room));
    } else {
      // Here and not on the way through the trip's lane: what is asked for in `wants` counts at
      // once.
      connection.joinSoon(room);
    }
  }

  /// Lets a connection follow a trip no longer, if it does. By the same way as it came, so that the
  /// later one of two calls for a connection is the one that counts.
  void unfollow(ChannelConnection<ServerMessage> connection, String room) {
    if (remembering) {
      laneOf(room).lane().execute(() -> connection.leave(room));
    } else {
      connection.leave(room);
    }
  }

  private TripLane laneOf(String room) {
    int hash = room.hashCode();
    return tripLanes.get(Math.floorMod(hash ^ (hash >>> 16), tripLanes.size()));
  }
}

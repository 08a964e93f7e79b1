package dev.carillon.server.apps.toggo;

import dev.carillon.channels.ChannelConnection;
import dev.carillon.channels.Channels;
import dev.carillon.core.Lane;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trips that belong to one lane: what is about to be sent, and what new followers get.
///
/// Every event of a trip and everybody who begins or ceases to follow it passes through its lane, one
/// after the other; that is the order which all followers see, on whatever lane they are. Confined to
/// its lane.
final class TripLane {
  /// Open batches of all trips together; beyond it each one leaves with the next event.
  private static final long MOST_OPEN_BYTES = 64 * 1024 * 1024;

  private final Lane lane;
  private final Channels<ClientMessage, ServerMessage, ServerMessage.Events> channels;
  private final ToggoSettings.Batching settings;
  private final @Nullable Latest latest;
  private final HashMap<String, OpenBatch> open = new HashMap<>();
  private long openBytes;

  /// @param latest what new followers get; `null`: nothing
  TripLane(
      Lane lane,
      Channels<ClientMessage, ServerMessage, ServerMessage.Events> channels,
      ToggoSettings.Batching settings,
      @Nullable Latest latest) {
    this.lane = lane;
    this.channels = channels;
    this.settings = settings;
    this.latest = latest;
  }

  Lane lane() {
    return lane;
  }

  /// Adds an event to the batch of its trip, and begins one if there is none.
  void add(String room, TripEvent event) {
    OpenBatch batch = open.get(room);
    if (batch != null && batch.bytes() + event.json().length > settings.maxBytes()) {
      send(batch);
      batch = null;
    }
    if (batch == null) {
      batch = new OpenBatch(this, room);
      open.put(room, batch);
      lane.timers().schedule(batch, settings.window().toMillis());
    }
    openBytes += batch.add(settings.keyOf(event), event);
    if (batch.size() >= settings.maxEvents()
        || batch.bytes() >= settings.maxBytes()
        || openBytes > MOST_OPEN_BYTES) {
      send(batch);
    }
  }

  /// Sends a batch to those who follow the trip.
  void send(OpenBatch batch) {
    lane.timers().cancel(batch);
    open.remove(batch.room());
    openBytes -= batch.bytes();
    List<TripEvent> events = batch.events();
    if (latest != null) {
      long now = lane.clock().millis();
      events.forEach(event -> latest.put(batch.room(), event, now));
    }
    if (channels.has(batch.room())) {
      channels.broadcast(new ServerMessage.Events(events, lane.clock().now()), batch.room());
    }
  }

  /// Forgets what is latest: something later may have passed this node by.
  void forget() {
    if (latest != null) {
      latest.clear();
    }
  }

  /// Lets a connection follow a trip. What is latest by now goes to it first; what is in the open batch
  /// is not part of that, and comes with the batch.
  void follow(ChannelConnection<ServerMessage> connection, String room) {
    if (latest != null) {
      List<TripEvent> events = latest.of(room, lane.clock().millis());
      if (!events.isEmpty()) {
        connection.send(new ServerMessage.Events(events, lane.clock().now()));
      }
    }
    // Counts the connection's lane at once, so that no batch that is sent from here on passes it
    // by.
    connection.joinSoon(room);
  }
}

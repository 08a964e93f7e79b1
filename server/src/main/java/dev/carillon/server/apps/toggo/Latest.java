package dev.carillon.server.apps.toggo;

import dev.carillon.server.apps.toggo.ToggoSettings.Snapshot;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The latest event per topic and entity of each trip of one lane, within limits.
///
/// When memory runs out, the trips that have been quiet for the longest time are forgotten. What is too
/// old goes when something comes or is asked for, so that nothing ticks. Confined to its lane.
final class Latest {
  /// What an event costs beside its JSON: its texts, keys and links.
  private static final int OVERHEAD = 512;

  private final Snapshot limits;
  private final long mostBytes;

  /// By room, those that have been quiet for the longest time first.
  private final LinkedHashMap<String, Trip> trips = new LinkedHashMap<>();

  private long bytes;

  /// @param mostBytes the limit for all trips of this lane
  Latest(Snapshot limits, long mostBytes) {
    this.limits = limits;
    this.mostBytes = mostBytes;
  }

  private record About(String topic, String entity) {}

  private record Kept(TripEvent event, long atMillis) {
    int bytes() {
      return event.json().length;
    }
  }

  /// What is latest of one trip, in the order of publication.
  private static final class Trip {
    private final LinkedHashMap<About, Kept> events = new LinkedHashMap<>(4);

    /// Those of the JSON, which is what is promised of a trip.
    private int bytes;

    /// What the memory of all trips is measured by.
    long memory() {
      return bytes + (long) OVERHEAD * events.size();
    }
  }

  /// Remembers an event, which is later than all before.
  void put(String room, TripEvent event, long nowMillis) {
    Trip trip = trips.get(room);
    trip = trip == null ? new Trip() : trip;
    trips.putLast(room, trip);
    var kept = new Kept(event, nowMillis);
    bytes -= trip.memory();
    Kept replaced = trip.events.putLast(new About(event.topic(), event.entityId()), kept);
    trip.bytes += kept.bytes() - (replaced == null ? 0 : replaced.bytes());
    while (trip.events.size() > limits.maxEvents() || trip.bytes > limits.maxBytes()) {
      dropFirst(trip);
    }
    bytes += trip.memory();
    if (trip.events.isEmpty()) {
      trips.remove(room);
    }
    forget(nowMillis);
  }

  /// Returns what a new follower is to get, in the order of publication.
  List<TripEvent> of(String room, long nowMillis) {
    Trip trip = trips.get(room);
    if (trip == null) {
      return List.of();
    }
    bytes -= trip.memory();
    while (!trip.events.isEmpty() && isOld(trip.events.firstEntry().getValue(), nowMillis)) {
      dropFirst(trip);
    }
    bytes += trip.memory();
    if (trip.events.isEmpty()) {
      trips.remove(room);
    }
    return trip.events.values().stream().map(Kept::event).toList();
  }

  /// Forgets everything.
  void clear() {
    trips.clear();
    bytes = 0;
  }

  private void forget(long nowMillis) {
    while (!trips.isEmpty()) {
      Map.Entry<String, Trip> quietest = trips.firstEntry();
      Trip trip = quietest.getValue();
      if (bytes <= mostBytes && !isOld(trip.events.lastEntry().getValue(), nowMillis)) {
        return;
      }
      bytes -= trip.memory();
      trips.remove(quietest.getKey());
    }
  }

  private boolean isOld(Kept kept, long nowMillis) {
    return nowMillis - kept.atMillis > limits.maxAge().toMillis();
  }

  private static void dropFirst(Trip trip) {
    trip.bytes -= trip.events.pollFirstEntry().getValue().bytes();
  }

  long bytes() {
    return bytes;
  }
}

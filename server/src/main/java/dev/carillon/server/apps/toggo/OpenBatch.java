package dev.carillon.server.apps.toggo;

import dev.carillon.core.Timed;
import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.util.LinkedHashMap;
import java.util.List;

/// What happened on one trip since the first event of a window. Confined to its lane.
final class OpenBatch extends Timed {
  private final TripLane lane;
  private final String room;

  /// By what they are about, in the order of publication.
  private final LinkedHashMap<Object, TripEvent> events = new LinkedHashMap<>(4);

  private int bytes;

  OpenBatch(TripLane lane, String room) {
    this.lane = lane;
    this.room = room;
  }

  /// Adds an event in place of an earlier one about the same.
  ///
  /// @param key equal for events about the same
  /// @return by how much this batch has grown, in bytes
  int add(Object key, TripEvent event) {
    TripEvent replaced = events.putLast(key, event);
    int growth = event.json().length - (replaced == null ? 0 : replaced.json().length);
    bytes += growth;
    return growth;
  }

  String room() {
    return room;
  }

  int size() {
    return events.size();
  }

  int bytes() {
    return bytes;
  }

  List<TripEvent> events() {
    return List.copyOf(events.values());
  }

  @Override
  protected void onDeadline() {
    lane.send(this);
  }
}

package dev.carillon.server.apps.toggo;

import dev.carillon.server.apps.toggo.feed.TripEvent;

/// Tells which events of a batch are about the same. Immutable.
final class Collapsing {
  private final Collapse collapse;
  private final TopicSet states;

  Collapsing(ToggoSettings.Batching settings) {
    this.collapse = settings.collapse();
    this.states = settings.states();
  }

  private record State(String topic, String entity) {}

  /// Returns what is equal for events of one trip of which only the last one is to stay.
  Object keyOf(TripEvent event) {
    return switch (collapse) {
      case ALL -> event.topic();
      case STATES -> isState(event) ? new State(event.topic(), event.entityId()) : new Object();
      case OFF -> new Object();
    };
  }

  /// Without an entity nobody knows what an event is the state of, unless it is the trip itself.
  private boolean isState(TripEvent event) {
    return (!event.entityId().isEmpty() || event.topic().startsWith("trip."))
        && states.contains(event.topic());
  }
}

package dev.carillon.server.apps.toggo;

import dev.carillon.server.apps.toggo.feed.TripEvent;
import java.time.Instant;
import java.util.List;

/// What a client is told.
sealed interface ServerMessage {

  /// An answer to a ping.
  record Pong(Instant at) implements ServerMessage {}

  /// Something was refused.
  ///
  /// @param error says what, in plain ASCII without quotes
  record Refusal(String error, Instant at) implements ServerMessage {}

  /// What happened, in order; never nothing.
  record Events(List<TripEvent> events, Instant at) implements ServerMessage {}
}

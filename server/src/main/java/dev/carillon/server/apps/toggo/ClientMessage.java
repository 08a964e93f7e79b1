package dev.carillon.server.apps.toggo;

/// What a client says.
sealed interface ClientMessage {

  /// It wants to follow a trip.
  record Subscribe(String trip) implements ClientMessage {}

  /// It no longer wants to follow a trip.
  record Unsubscribe(String trip) implements ClientMessage {}

  /// It asks for a sign of life.
  record Ping() implements ClientMessage {}

  /// Nothing that matters here.
  record Other() implements ClientMessage {}
}

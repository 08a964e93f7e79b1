package dev.carillon.server.apps.toggo;

/// What a client says.
sealed interface Said {

  /// It wants to follow a trip.
  record Subscribe(String trip) implements Said {}

  /// It no longer wants to follow a trip.
  record Unsubscribe(String trip) implements Said {}

  /// It asks for a sign of life.
  record Ping() implements Said {}

  /// Nothing that matters here.
  record Other() implements Said {}
}

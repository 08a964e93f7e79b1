package dev.carillon.server.apps.eclipse;

import org.jspecify.annotations.Nullable;

/// What one client alone is told. Immutable.
sealed interface ServerMessage {

  /// The client is in its chat, and misses nothing from now on.
  ///
  /// @param timestamp when, as in [Moments#iso]
  record Connected(String chatId, String timestamp) implements ServerMessage {}

  record Pong() implements ServerMessage {}

  /// Something went wrong; the connection goes on.
  ///
  /// @param error what, from a closed set of texts
  /// @param message more about it, if there is more
  record Failure(String error, @Nullable String message) implements ServerMessage {

    Failure(String error) {
      this(error, null);
    }
  }
}

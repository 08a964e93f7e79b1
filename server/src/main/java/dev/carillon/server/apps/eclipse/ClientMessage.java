package dev.carillon.server.apps.eclipse;

import org.jspecify.annotations.Nullable;

/// What a client says. Immutable.
sealed interface ClientMessage {

  /// A message for the chat.
  ///
  /// @param content the text; empty when there is none
  /// @param role as whom it is said; empty when there is none
  record Say(String content, String role) implements ClientMessage {}

  /// Somebody types, or has stopped to.
  ///
  /// @param isTyping `null` when the client did not say
  record Typing(@Nullable Boolean isTyping) implements ClientMessage {}

  /// An agent wants to be announced.
  record AgentJoined() implements ClientMessage {}

  record Ping() implements ClientMessage {}

  /// JSON that is none of the others.
  record Unknown() implements ClientMessage {}
}

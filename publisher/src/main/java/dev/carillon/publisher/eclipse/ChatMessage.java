package dev.carillon.publisher.eclipse;

import java.time.Instant;

/// A message of a chat, as it is saved. Immutable.
///
/// @param id by which clients and the gateway tell messages apart
/// @param created when it was written
public record ChatMessage(String id, String content, Role role, Instant created, Sender sender) {
  /// Says which, and not what is in it.
  @Override
  public String toString() {
    return "ChatMessage[" + id + "]";
  }
}

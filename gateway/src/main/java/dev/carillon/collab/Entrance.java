package dev.carillon.collab;

import dev.carillon.net.HttpRequestHead;
import org.jspecify.annotations.Nullable;

/// Somebody who wants to come into a document, or to stay in it. Immutable.
///
/// @param document the name of the document
/// @param token what the client shows, empty if nothing; a secret: never log it
/// @param handshake the request that opened the WebSocket
/// @param providerVersion which `@hocuspocus/provider` it is, as it says itself (4 and later)
/// @param participant who comes; not in the document yet when it is a newcomer
public record Entrance(
    String document,
    String token,
    HttpRequestHead handshake,
    @Nullable String providerVersion,
    Participant participant) {

  /// Says nothing of the token.
  @Override
  public String toString() {
    return "Entrance[document=" + document + "]";
  }
}

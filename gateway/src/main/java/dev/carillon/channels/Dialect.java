package dev.carillon.channels;

import dev.carillon.json.BadJson;
import tools.jackson.core.JsonParser;

/// What clients and server say to each other: three functions between JSON and Java.
///
/// Immutable, safe for any thread; called in lanes, so it computes and never waits.
///
/// @param <I> what a client says
/// @param <O> what one client is told
/// @param <B> what the members of a room are told
public interface Dialect<I, O, B> {

  /// Reads a client's message, text or binary.
  ///
  /// The parser stands on the first token and must be left on the last one of the same value. That the
  /// text is one JSON value within the limits is the endpoint's care.
  ///
  /// @throws BadJson if it is JSON, but nothing that a client may say; see
  ///     [ChannelListener#onBadMessage]
  I decode(JsonParser message) throws BadJson;

  /// Writes a message to one client, as UTF-8.
  byte[] encode(O message);

  /// Writes a message to the members of a room, as UTF-8. Called once per broadcast.
  byte[] encodeForBroadcast(B message);
}

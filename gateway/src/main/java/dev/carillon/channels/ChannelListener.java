package dev.carillon.channels;

import dev.carillon.core.CloseReason;
import dev.carillon.json.BadJson;

/// What an app does about one client.
///
/// Called on virtual threads, one call at a time and in order, so it may block and needs no locks of
/// its own. A client that sends faster than this takes is read no further for a while.
///
/// @param <I> what a client says
public interface ChannelListener<I> {

  /// The WebSocket is open. Called first.
  default void onOpen() {}

  /// The client said something.
  void onMessage(I message);

  /// The client said something that is not in the dialect, or not JSON. What becomes of the connection
  /// is decided here.
  void onBadMessage(BadJson reason);

  /// The connection is over, and out of all rooms. Called last.
  default void onClose(CloseReason reason) {}
}

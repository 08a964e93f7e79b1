package dev.carillon.core;

/// The one seam for metrics: the engine tells what happens, somebody else counts.
///
/// **Threads.** Called from lanes, from the broker's thread and from virtual threads at once, so
/// implementations are thread-safe, return at once, never throw and never call back. The `endpoint`
/// is the endpoint's name (an app's name in the server); it, `transport`, `reason` and `source` come
/// from small closed sets, never from a client.
public interface Instruments {

  /// Counts nothing.
  Instruments NONE = new Instruments() {};

  /// A connection opened. `transport` is `polling` or `websocket`.
  default void opened(String endpoint, String transport) {}

  /// A polling connection went over to WebSocket.
  default void upgraded(String endpoint) {}

  /// A connection ended.
  default void closed(String endpoint, String transport, CloseReason reason) {}

  /// A handshake was refused.
  default void refused(String endpoint, String reason) {}

  /// A message came in from a client.
  default void received(String endpoint, int bytes) {}

  /// One message went out to so many connections, `bytes` in all. Called once per lane and message.
  default void delivered(String endpoint, int connections, long bytes) {}

  /// A lane has handed a message to the sockets, so long after it reached this node.
  default void latency(long nanos) {}

  /// A recoverable client returned; `recovered` tells whether it missed nothing.
  default void recovery(String endpoint, boolean recovered) {}

  /// Something that was to be done for a backend was given up: `what` is `bot-message` or `feed-entry`, say.
  default void givenUp(String endpoint, String what, String reason) {}

  /// A document was opened on this node.
  default void documentOpened(String endpoint) {}

  /// A document was closed on this node.
  default void documentClosed(String endpoint) {}

  /// A document was changed on this node, by a client or by the program.
  default void documentChanged(String endpoint) {}

  /// Changes of a document were stored, so many bytes.
  default void documentStored(String endpoint, int bytes) {}

  /// A document was not stored, or not read; it is tried again.
  default void documentFailed(String endpoint) {}

  /// A client that did not keep up was given one difference in place of many changes.
  default void slowReader(String endpoint) {}

  /// Something unusable came from `source` (`client`, `broker`, `store`, `http`) and was dropped.
  default void badInput(String endpoint, String source, String reason) {}
}

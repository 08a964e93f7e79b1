package dev.carillon.core;

/// Why a connection ended: the RFC 6455 close code, and the words that clients and logs get.
///
/// Immutable. The named constants are all that the engine itself uses; an app may make its own in
/// the range 4000 to 4999 (RFC 6455 §7.4.2). The phrase is part of what a client sees and never
/// holds internals.
///
/// @param code the WebSocket close code
/// @param phrase the close reason as text, at most 123 bytes in UTF-8
/// @param label a short name for metrics, in lower-case-with-dashes
public record CloseReason(int code, String phrase, String label) {

  /// The peer closed, or asked to.
  public static final CloseReason PEER = new CloseReason(1000, "", "peer");

  /// The peer went without a word: the TCP connection was reset or ended.
  public static final CloseReason LOST = new CloseReason(1006, "", "lost");

  /// This node asked for the close, on behalf of the app.
  public static final CloseReason SERVER = new CloseReason(1000, "", "server");

  /// This node is stopping; the client should come back, to another node or later.
  public static final CloseReason SHUTDOWN =
      new CloseReason(1001, "server shutting down", "shutdown");

  /// The peer came too early and waited in vain; it should come back later.
  public static final CloseReason NOT_READY = new CloseReason(1013, "try again later", "not-ready");

  /// The peer broke the protocol.
  public static final CloseReason PROTOCOL = new CloseReason(1002, "protocol error", "protocol");

  /// The peer sent text that is not UTF-8.
  public static final CloseReason BAD_TEXT = new CloseReason(1007, "invalid UTF-8", "bad-text");

  /// The peer sent more than is allowed in one message.
  public static final CloseReason TOO_BIG = new CloseReason(1009, "message too big", "too-big");

  /// Something broke on this side while serving the connection.
  public static final CloseReason ERROR = new CloseReason(1011, "internal error", "error");

  /// The peer does not read as fast as it is written to, and its share of memory is used up.
  public static final CloseReason SLOW = new CloseReason(1013, "slow consumer", "slow-consumer");

  /// The peer sent events faster than its handlers take them, past the limit.
  public static final CloseReason FLOOD = new CloseReason(1013, "too many messages", "flood");

  /// The peer did not answer a ping in time.
  public static final CloseReason PING_TIMEOUT =
      new CloseReason(1001, "ping timeout", "ping-timeout");

  /// What let the peer in no longer counts.
  public static final CloseReason REVOKED = new CloseReason(4403, "access revoked", "revoked");

  /// The peer did not finish in time what it must do to be a client, such as joining a namespace.
  public static final CloseReason CONNECT_TIMEOUT =
      new CloseReason(1008, "connect timeout", "connect-timeout");
}

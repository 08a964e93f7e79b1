package dev.carillon.engineio;

import dev.carillon.core.CloseReason;

/// The close reasons of Engine.IO. Each phrase is the one that the reference server gives its users.
public final class CloseReasons {
  /// The transport broke, or the client used it against the rules.
  public static final CloseReason TRANSPORT_ERROR =
      new CloseReason(1002, "transport error", "transport-error");

  /// The client closed the transport.
  public static final CloseReason TRANSPORT_CLOSE =
      new CloseReason(1000, "transport close", "transport-close");

  /// The server closed the connection.
  public static final CloseReason FORCED_CLOSE =
      new CloseReason(1000, "forced close", "forced-close");

  /// What the client sent is no Engine.IO packet.
  public static final CloseReason PARSE_ERROR = new CloseReason(1002, "parse error", "parse-error");

  private CloseReasons() {}

  /// Returns what an app is told about the end of a WebSocket.
  static CloseReason ofWebSocket(CloseReason reason) {
    if (reason.equals(CloseReason.PEER) || reason.equals(CloseReason.LOST)) {
      return TRANSPORT_CLOSE;
    }
    return isFault(reason)
        ? new CloseReason(reason.code(), TRANSPORT_ERROR.phrase(), reason.label())
        : reason;
  }

  private static boolean isFault(CloseReason reason) {
    return reason.equals(CloseReason.PROTOCOL)
        || reason.equals(CloseReason.BAD_TEXT)
        || reason.equals(CloseReason.TOO_BIG);
  }
}

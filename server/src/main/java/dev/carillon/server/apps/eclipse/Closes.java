package dev.carillon.server.apps.eclipse;

import dev.carillon.core.CloseReason;

/// Why connections are closed: what Eclipse's client gets to hear.
final class Closes {
  static final CloseReason NO_TOKEN =
      new CloseReason(4001, "Missing authentication token", "no-token");
  static final CloseReason EXPIRED = new CloseReason(4002, "Token expired", "token-expired");
  static final CloseReason BAD_TOKEN = new CloseReason(4002, "Invalid token", "bad-token");
  static final CloseReason NO_IDS =
      new CloseReason(4002, "Invalid token payload: missing userId or chatId", "incomplete-token");
  static final CloseReason SHUTDOWN = new CloseReason(1001, "Server shutting down", "shutdown");

  // The same for the client, which comes back after each of them.
  static final CloseReason FAULT = internal("error");
  static final CloseReason NO_BROKER = internal("broker-away");
  static final CloseReason CHAT_FULL = internal("chat-full");

  private Closes() {}

  /// A client does not come in. Holds nothing of its token.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason reason;

    Refused(CloseReason reason) {
      super(reason.label(), null, false, false);
      this.reason = reason;
    }

    /// Returns what the client is told.
    CloseReason reason() {
      return reason;
    }
  }

  private static CloseReason internal(String label) {
    return new CloseReason(4000, "Internal server error", label);
  }
}

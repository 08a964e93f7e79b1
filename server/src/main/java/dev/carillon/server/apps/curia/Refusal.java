package dev.carillon.server.apps.curia;

/// Why a client may not do what it asked for, in the words that it gets.
enum Refusal {
  INVALID_BOARD("Invalid board ID"),
  UNKNOWN_BOARD("Board not found"),
  NO_COMMUNITY("Access denied: invalid user community"),
  OTHER_COMMUNITY("Access denied: board not accessible"),
  ROLES("Access denied: insufficient permissions"),
  /// Nobody can say at the moment, or the connection looks at too many boards.
  FAILED("Failed to join board"),
  TOO_OFTEN("Rate limit exceeded");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}

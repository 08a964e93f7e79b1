package dev.carillon.socketio;

import java.util.Set;

/// The names that no event may have, because clients emit them locally.
final class EventNames {
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private EventNames() {}

  static boolean isReserved(String event) {
    return RESERVED.contains(event);
  }

  /// Returns the name if it may be emitted.
  static String emittable(String event) {
    if (isReserved(event)) {
      throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
    }
    return event;
  }
}

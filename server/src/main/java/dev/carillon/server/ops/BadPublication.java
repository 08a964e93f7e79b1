package dev.carillon.server.ops;

import dev.carillon.json.BadJson;

/// A publish request that cannot be understood; the text is for its sender.
final class BadPublication extends Exception {
  private static final long serialVersionUID = 1L;

  BadPublication(BadJson e) {
    super(e.explanation());
  }

  BadPublication(String message) {
    super(message);
  }
}

package dev.carillon.server.ops;

/// A publish request that cannot be understood; the text is for its sender.
final class BadPublication extends Exception {
  private static final long serialVersionUID = 1L;

  BadPublication(String message) {
    super(message);
  }
}

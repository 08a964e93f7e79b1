package dev.carillon.socketio;

/// A client sent what is no Socket.IO packet; its connection ends with a parse error.
///
/// The message says which rule was broken and never what was sent.
final class PacketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PacketException(String message) {
    // No stack trace: these are made at the rate at which somebody sends garbage.
    super(message, null, false, false);
  }
}

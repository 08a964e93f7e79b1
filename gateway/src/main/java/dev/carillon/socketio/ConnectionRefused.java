package dev.carillon.socketio;

import org.jspecify.annotations.Nullable;

/// Keeps a client out of a namespace: it gets a CONNECT_ERROR (protocol, "Connection to a
/// namespace") and does not try again by itself.
public final class ConnectionRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final transient @Nullable Object data;

  /// @param message what the client gets as `err.message`
  public ConnectionRefused(String message) {
    this(message, null);
  }

  /// @param data what the client gets as `err.data`: anything that `emit` takes, without binary
  public ConnectionRefused(String message, @Nullable Object data) {
    super(message, null, false, false);
    this.message = message;
    this.data = data;
  }

  /// Returns what the client gets as `err.message`.
  public String message() {
    return message;
  }

  /// Returns the data for the client, or `null` for none.
  public @Nullable Object data() {
    return data;
  }
}

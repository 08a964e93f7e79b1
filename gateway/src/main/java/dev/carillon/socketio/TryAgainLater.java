package dev.carillon.socketio;

/// Says that nothing can be decided at the moment: the transport is closed, and the client, which
/// takes that for a network failure, returns after its usual back-off.
public final class TryAgainLater extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param message why, for the log; never holds a secret
  public TryAgainLater(String message) {
    super(message, null, false, false);
  }
}

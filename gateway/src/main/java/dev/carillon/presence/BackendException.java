package dev.carillon.presence;

/// A backend did not take reports. The text quotes nothing of them and nothing of its answer.
public final class BackendException extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param reason for the log
  public BackendException(String reason) {
    super(reason);
  }
}

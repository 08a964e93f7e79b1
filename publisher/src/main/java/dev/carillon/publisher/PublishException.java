package dev.carillon.publisher;

/// Tells why something was not published, or why nobody knows whether it was.
///
/// Its text names neither the message nor a secret. Immutable.
public final class PublishException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// What happened to a message.
  public enum Reason {
    /// Too many messages wait already. It was not published.
    FULL,
    /// There is no link. It was not published.
    UNAVAILABLE,
    /// The link was lost before the answer came. It may have been published.
    LOST,
    /// Its time was over. It may have been published.
    TIMEOUT,
    /// It was refused, and would be again. It was not published.
    REFUSED,
    /// The publisher was closed. It may have been published if it was before.
    CLOSED
  }

  PublishException(Reason reason, String message) {
    // Without a stack trace: an outage makes many of these, and where they are made tells nothing.
    super(message, null, false, false);
    this.reason = reason;
  }

  /// Returns what happened.
  public Reason reason() {
    return reason;
  }
}

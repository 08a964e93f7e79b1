package dev.carillon.http;

/// A call that came to nothing. The text is a label for metrics and logs; it quotes nothing that was sent
/// or answered, and no address. There is no cause, as that would.
public final class HttpCallException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int status;

  private HttpCallException(Kind kind, String label, int status) {
    // The stack says nothing that the kind does not, and an outage makes many of these.
    super(label, null, false, false);
    this.kind = kind;
    this.status = status;
  }

  static HttpCallException of(Kind kind) {
    return new HttpCallException(kind, kind.label, 0);
  }

  static HttpCallException status(int status) {
    return new HttpCallException(Kind.STATUS, "http-" + status, status);
  }

  /// How a call can fail.
  public enum Kind {
    /// Other calls took all the time that it may wait. Nothing was sent.
    BUSY("busy"),
    /// The answer was not complete in time. The service may have done what it was asked.
    TIMEOUT("timeout"),
    /// No connection, or one that broke, or an answer that is not HTTP. The service may have done what it
    /// was asked.
    IO("io"),
    /// A success whose body is larger than allowed.
    TOO_LARGE("too-large"),
    /// The calls were closed, or the calling thread was interrupted.
    STOPPED("stopped"),
    /// An answer that is no success.
    STATUS("http");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /// Returns how the call failed.
  public Kind kind() {
    return kind;
  }

  /// Returns the status of the answer; 0 if there was none.
  public int status() {
    return status;
  }

  /// Returns `busy`, `timeout`, `io`, `too-large`, `stopped`, or `http-` with the status.
  public String label() {
    return String.valueOf(getMessage());
  }
}

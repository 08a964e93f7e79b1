package dev.carillon.server.apps.eclipse;

/// A call to the web app came to nothing. Holds nothing that the web app said.
final class WebAppException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final int status;

  private WebAppException(String reason, int status) {
    super(reason, null, false, false);
    this.reason = reason;
    this.status = status;
  }

  /// The web app answered with a status other than 2xx.
  static WebAppException status(int status) {
    return new WebAppException("http-" + status, status);
  }

  /// There was no answer, or none that can be used.
  ///
  /// @param reason `timeout`, `unreachable`, `bad-answer`, `busy` or `stopping`
  static WebAppException because(String reason) {
    return new WebAppException(reason, 0);
  }

  /// Returns a label for metrics and logs.
  String reason() {
    return reason;
  }

  /// Returns whether the web app answered, and said no.
  boolean isRefusal() {
    return status != 0;
  }

  /// Returns what the client may know.
  String told() {
    return "API error: " + (status == 0 ? reason.replace('-', ' ') : Integer.toString(status));
  }
}

package dev.carillon.server.apps.toggo.feed;

/// A request that is not served. The text is for the client; it quotes nothing that was sent.
final class BadRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /// @param status of HTTP
  BadRequest(int status, String text) {
    super(text, null, false, false);
    this.status = status;
  }

  static BadRequest notFound() {
    return new BadRequest(404, "not found");
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}

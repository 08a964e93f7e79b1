package dev.carillon.server.matrix;

/// A message on a bot channel that cannot become a post; the text is a label for metrics and logs.
final class BadPost extends Exception {
  private static final long serialVersionUID = 1L;

  BadPost(String reason) {
    // The stack says nothing that the reason does not, and a flood of these must stay cheap.
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}

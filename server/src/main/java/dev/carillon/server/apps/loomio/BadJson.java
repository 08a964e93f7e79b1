package dev.carillon.server.apps.loomio;

/// Something from the broker or the store that is not what it should be; the text is a label.
final class BadJson extends Exception {
  private static final long serialVersionUID = 1L;

  BadJson(String reason) {
    // The stack says nothing that the reason does not, and a flood of these must stay cheap.
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}

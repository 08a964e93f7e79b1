package dev.carillon.json;

/// Bytes that are not the JSON they should be. The text is a label such as `too-deep`, for metrics and
/// logs; it never quotes the bytes.
public final class BadJson extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param reason a label in lower-case-with-dashes, from a small closed set
  public BadJson(String reason) {
    // The stack says nothing that the reason does not, and a flood of these must stay cheap.
    super(reason, null, false, false);
  }

  /// Returns the label.
  public String reason() {
    return String.valueOf(getMessage());
  }
}

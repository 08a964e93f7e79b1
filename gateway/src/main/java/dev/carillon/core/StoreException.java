package dev.carillon.core;

/// The store did not answer, or not as expected. The text never holds a value or a secret.
public sealed class StoreException extends RuntimeException permits WrongKindException {
  private static final long serialVersionUID = 1L;

  private final String label;

  /// It did not answer.
  public StoreException(String message, Throwable cause) {
    this(message, "unavailable", cause);
  }

  /// @param label why, in a word of a small closed set
  public StoreException(String message, String label, Throwable cause) {
    super(message, cause);
    this.label = label;
  }

  /// Returns why, for metrics and logs: `unavailable`, or the code of its refusal in lower case, such as `oom` and
  /// `readonly` of Redis.
  public String label() {
    return label;
  }
}

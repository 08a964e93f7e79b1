package dev.carillon.core;

/// The store did not answer, or not as expected. The text never holds a value or a secret.
public sealed class StoreException extends RuntimeException permits WrongKindException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}

package dev.carillon.core;

/// The store did not answer, or not as expected. The text never holds a value or a secret.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}

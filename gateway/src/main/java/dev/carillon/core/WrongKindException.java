package dev.carillon.core;

/// A key holds another kind of value than was asked for: trying again will not help.
public final class WrongKindException extends StoreException {
  private static final long serialVersionUID = 1L;

  public WrongKindException(String message, Throwable cause) {
    super(message, "wrongtype", cause);
  }
}

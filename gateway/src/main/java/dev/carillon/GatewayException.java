package dev.carillon;

/// A gateway could not be started. The text says why, in words meant for people.
public final class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GatewayException(String message, Throwable cause) {
    super(message, cause);
  }
}

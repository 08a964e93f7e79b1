package dev.carillon.presence;

/// This node has as many devices in rooms as its settings allow.
public final class TooManyDevicesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyDevicesException(int limit) {
    super("at the limit of " + limit + " devices in rooms");
  }
}

package dev.carillon.server.apps.toggo;

import java.nio.charset.StandardCharsets;

/// A text that is never shown. Immutable.
public record Secret(String value) {
  byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /// Returns a mask.
  @Override
  public String toString() {
    return "***";
  }
}

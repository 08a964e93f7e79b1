package dev.carillon.server.config;

import static java.util.Objects.requireNonNull;

/// A value that is never shown. Immutable.
///
/// @param value the secret itself; hand it on, and do not put it into a text
public record Secret(String value) {
  /// What is shown in place of a secret.
  public static final String MASK = "***";

  public Secret {
    requireNonNull(value);
  }

  /// Returns the mask, so that no log line or exception text can hold the secret by accident.
  @Override
  public String toString() {
    return MASK;
  }
}

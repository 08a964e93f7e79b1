package dev.carillon.server.apps.toggo;

/// Whether clients have to say who they are.
public enum Auth {
  /// Nobody is asked.
  OFF,
  /// A token counts if there is one, and a wrong one is refused.
  OPTIONAL,
  /// Nobody comes in without a token.
  REQUIRED
}

package dev.carillon.presence;

/// How a device went.
enum Farewell {
  /// It is gone and may be back in a moment, as in a reload: its user has the grace to return.
  LOST,
  /// It said goodbye: no grace.
  LEFT
}

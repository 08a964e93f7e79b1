package dev.carillon.server.apps.toggo;

/// What becomes of an event whose topic is not known.
public enum TopicCheck {
  /// It is relayed.
  OFF,
  /// It is relayed, counted and logged.
  WARN,
  /// It is dropped and counted.
  REFUSE
}

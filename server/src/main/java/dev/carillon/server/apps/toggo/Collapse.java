package dev.carillon.server.apps.toggo;

/// Which events a later one of the same batch replaces.
public enum Collapse {
  /// States: those of the same topic and entity.
  STATES,
  /// All: those of the same topic.
  ALL,
  /// None.
  OFF
}

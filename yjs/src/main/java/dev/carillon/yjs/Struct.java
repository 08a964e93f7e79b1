package dev.carillon.yjs;

/// A run of clocks of one client: content with its place ([Item]), a place that was forgotten
/// ([Collected]), or, while an update is being read, a hole in it ([Hole]).
abstract sealed class Struct permits Item, Collected, Hole {
  /// The clock of its first unit.
  int clock;

  /// How many clocks it takes, at least 1.
  int length;

  Struct(int clock, int length) {
    this.clock = clock;
    this.length = length;
  }

  /// Returns the first clock after this struct.
  final int end() {
    return clock + length;
  }

  /// Whether its content counts no more.
  abstract boolean isDeleted();
}

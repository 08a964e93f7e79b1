package dev.carillon.yjs;

/// The structs of one client in a decoded update, and how far they are integrated.
final class Section {
  final ClientStructs client;
  final Struct[] structs;
  final int count;

  /// The first struct that is not dealt with.
  int next;

  /// Whether a struct of another section waits for this one to go on.
  boolean waiting;

  /// The clock of another client that the next struct waits for, while it does.
  int wantedClock;

  /// Whether it waits for what this update does not hold.
  boolean stuck;

  Section(ClientStructs client, Struct[] structs, int count) {
    this.client = client;
    this.structs = structs;
    this.count = count;
  }

  boolean isDone() {
    return next == count;
  }
}

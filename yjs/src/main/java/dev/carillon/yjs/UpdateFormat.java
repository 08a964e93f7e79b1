package dev.carillon.yjs;

/// The two encodings of an update. Immutable.
public enum UpdateFormat {
  /// One struct behind the other; what providers send.
  V1,
  /// In columns; smaller, for storage.
  V2
}

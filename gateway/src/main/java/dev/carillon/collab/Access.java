package dev.carillon.collab;

/// What somebody may do with a document.
public enum Access {
  /// See it, and change it.
  READ_WRITE,
  /// See it, and show where one's own cursor is.
  READ_ONLY
}

package dev.carillon.yjs;

/// What a document, and an update to it, may demand. Immutable; may be shared between threads.
///
/// Whatever goes beyond is refused with an
/// [dev.carillon.yjs.lib0.UpdateRefusedException] of the reason `LIMIT`, and changes nothing.
///
/// @param structs how many structs one update may hold; a few bytes of v2 can stand for millions
/// @param valueDepth how many arrays and objects may lie in one another within one value
/// @param typeDepth how many shared types may lie in one another
/// @param pendingBytes how many bytes may wait for updates that are missing
/// @param documentBytes how large a document may become, encoded
/// @param scanSteps how many neighbours may be looked at, for one update, to find the places of
///     concurrent inserts
public record Limits(
    int structs,
    int valueDepth,
    int typeDepth,
    int pendingBytes,
    int documentBytes,
    long scanSteps) {
  /// A million structs, values 100 deep, types 500 deep, 8 MiB pending, 64 MiB for a document, ten
  /// million steps.
  public static final Limits DEFAULT = new Limits(1 << 20, 100, 500, 8 << 20, 64 << 20, 10_000_000);

  // A value is read by recursion: so deep, and the stack is safe.
  private static final int MAX_VALUE_DEPTH = 500;

  /// Checks the limits.
  ///
  /// @throws IllegalArgumentException if one is not above zero, or the depth of values is above 500
  public Limits {
    if (structs <= 0
        || valueDepth <= 0
        || typeDepth <= 0
        || pendingBytes <= 0
        || documentBytes <= 0
        || scanSteps <= 0) {
      throw new IllegalArgumentException("a limit must be above zero");
    }
    if (valueDepth > MAX_VALUE_DEPTH) {
      throw new IllegalArgumentException("values may be 500 deep at most");
    }
  }

  /// Returns these limits for what is trusted: only depth is limited.
  Limits trusted() {
    return new Limits(
        Integer.MAX_VALUE,
        valueDepth,
        typeDepth,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        Long.MAX_VALUE);
  }
}

package dev.carillon.yjs;

/// What a document, and an update to it, may demand. Immutable; may be shared between threads.
///
/// They hold for updates that are applied and for edits made here alike. Whatever goes beyond is
/// refused with an [dev.carillon.yjs.lib0.UpdateRefusedException] of the reason `LIMIT`, and changes
/// nothing. What a document has taken it can read ever after: limits are not held against the bytes
/// of [Doc#load], except that values may be 500 deep at most.
///
/// @param structs how many structs one update may hold; a few bytes of v2 can stand for millions.
///     While an update is applied each takes about 100 bytes of heap, so the default allows 100 MB
///     for that moment. A server that takes updates from anybody, many at once, sets fewer
///     (`withStructs(50_000)` is 5 MB) and lets a large document in through [Doc#load]
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

  /// For what was held against limits before: what a document took once it must be able to read,
  /// also when it has got other limits since. Only the stack is guarded.
  static final Limits TRUSTED =
      new Limits(
          Integer.MAX_VALUE,
          MAX_VALUE_DEPTH,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Long.MAX_VALUE);

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

  /// Returns these limits with so many structs in one update.
  public Limits withStructs(int most) {
    return new Limits(most, valueDepth, typeDepth, pendingBytes, documentBytes, scanSteps);
  }

  /// Returns these limits with values so deep.
  public Limits withValueDepth(int most) {
    return new Limits(structs, most, typeDepth, pendingBytes, documentBytes, scanSteps);
  }

  /// Returns these limits with shared types so deep.
  public Limits withTypeDepth(int most) {
    return new Limits(structs, valueDepth, most, pendingBytes, documentBytes, scanSteps);
  }

  /// Returns these limits with so many bytes that may wait.
  public Limits withPendingBytes(int most) {
    return new Limits(structs, valueDepth, typeDepth, most, documentBytes, scanSteps);
  }

  /// Returns these limits with documents so large.
  public Limits withDocumentBytes(int most) {
    return new Limits(structs, valueDepth, typeDepth, pendingBytes, most, scanSteps);
  }

  /// Returns these limits with so many steps per update.
  public Limits withScanSteps(long most) {
    return new Limits(structs, valueDepth, typeDepth, pendingBytes, documentBytes, most);
  }
}

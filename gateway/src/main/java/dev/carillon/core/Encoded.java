package dev.carillon.core;

/// The bytes of a message in one encoding: a stretch of an array that nobody changes any more.
///
/// A message has at most one of these per encoding, so two connections that were sent the same
/// message hold the same instance. [Batch] relies on that identity.
///
/// @param array shared; treat as read-only
public record Encoded(byte[] array, int offset, int length) {

  /// Wraps a whole array.
  public static Encoded of(byte[] array) {
    return new Encoded(array, 0, array.length);
  }
}

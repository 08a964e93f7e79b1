package dev.carillon.core;

/// The bytes of a message in one encoding: a stretch of an array that nobody changes any more.
///
/// A message has at most one of these per encoding, so two connections that were sent the same
/// message hold the same instance. [Batch] relies on that identity.
public final class Encoded {
  private final byte[] array;
  private final int offset;
  private final int length;

  /// @param array shared from here on; nobody may change it
  public Encoded(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /// Wraps a whole array.
  public static Encoded of(byte[] array) {
    return new Encoded(array, 0, array.length);
  }

  /// Returns the array that holds the bytes; treat it as read-only.
  public byte[] array() {
    return array;
  }

  /// Returns where in the array the bytes start.
  public int offset() {
    return offset;
  }

  /// Returns how many bytes there are.
  public int length() {
    return length;
  }
}

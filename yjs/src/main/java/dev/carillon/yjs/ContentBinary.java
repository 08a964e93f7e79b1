package dev.carillon.yjs;

/// Bytes in an array or a map.
final class ContentBinary extends Content {
  private final byte[] bytes;

  /// Keeps `bytes`, which must not change any more.
  ContentBinary(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Returns a copy of the bytes.
  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  int length() {
    return 1;
  }

  @Override
  boolean isCountable() {
    return true;
  }

  @Override
  int weight() {
    return bytes.length;
  }

  @Override
  int ref() {
    return BINARY;
  }

  @Override
  void write(UpdateWriter out, int offset) {
    out.rest.writeVarBytes(bytes);
  }
}

package dev.carillon.yjs;

/// A sub-document: its guid, and its options as an any-value.
final class ContentDoc extends Content {
  private final String guid;
  private final byte[] options;

  /// Keeps `options`, which must be an any-value and not change any more.
  ContentDoc(String guid, byte[] options) {
    this.guid = guid;
    this.options = options;
  }

  String guid() {
    return guid;
  }

  /// Returns a copy of the options, an any-value.
  byte[] options() {
    return options.clone();
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
    return guid.length() + options.length;
  }

  @Override
  int ref() {
    return DOC;
  }

  @Override
  void write(UpdateWriter out, int offset) {
    out.name(guid);
    out.rest.writeBytes(options, 0, options.length);
  }
}

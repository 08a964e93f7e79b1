package dev.carillon.yjs;

/// A mark in a text: from here on, an attribute has this value; `null` ends it.
final class ContentFormat extends Content {
  private final String key;
  private final EncodedJson value;

  ContentFormat(String key, EncodedJson value) {
    this.key = key;
    this.value = value;
  }

  String key() {
    return key;
  }

  EncodedJson value() {
    return value;
  }

  @Override
  int length() {
    return 1;
  }

  @Override
  boolean isCountable() {
    return false;
  }

  @Override
  int weight() {
    return key.length() + value.size();
  }

  @Override
  int ref() {
    return FORMAT;
  }

  @Override
  void write(UpdateWriter out, int offset) {
    out.key(key);
    out.json(value);
  }
}

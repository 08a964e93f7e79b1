package dev.carillon.yjs;

/// A value that stands in a text as one character.
final class ContentEmbed extends Content {
  private final EncodedJson value;

  ContentEmbed(EncodedJson value) {
    this.value = value;
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
    return true;
  }

  @Override
  int weight() {
    return value.size();
  }

  @Override
  int ref() {
    return EMBED;
  }

  @Override
  void write(UpdateWriter out, int offset) {
    out.json(value);
  }
}

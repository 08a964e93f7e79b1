package dev.carillon.yjs;

/// What is left of deleted content: its length.
final class ContentDeleted extends Content {
  private int length;

  ContentDeleted(int length) {
    this.length = length;
  }

  @Override
  int length() {
    return length;
  }

  @Override
  boolean isCountable() {
    return false;
  }

  @Override
  int ref() {
    return DELETED;
  }

  @Override
  Content split(int offset) {
    var right = new ContentDeleted(length - offset);
    length = offset;
    return right;
  }

  @Override
  boolean tryAppend(Content right) {
    if (!(right instanceof ContentDeleted deleted)) {
      return false;
    }
    length += deleted.length;
    return true;
  }

  @Override
  void write(UpdateWriter out, int offset) {
    out.len(length - offset);
  }
}

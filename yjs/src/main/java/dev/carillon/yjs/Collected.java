package dev.carillon.yjs;

/// What remains of items whose parent was deleted: their clocks and nothing else. Yjs calls it GC.
final class Collected extends Struct {
  Collected(int clock, int length) {
    super(clock, length);
  }

  @Override
  boolean isDeleted() {
    return true;
  }
}

package dev.carillon.yjs;

/// Clocks that an update does not hold; never part of a store. Yjs calls it Skip.
final class Hole extends Struct {
  Hole(int clock, int length) {
    super(clock, length);
  }

  @Override
  boolean isDeleted() {
    return false;
  }
}

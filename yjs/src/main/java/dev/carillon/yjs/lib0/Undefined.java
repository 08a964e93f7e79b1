package dev.carillon.yjs.lib0;

/// The value `undefined` of JavaScript, which is not `null`. Immutable.
public enum Undefined {
  /// The only one.
  UNDEFINED;

  @Override
  public String toString() {
    return "undefined";
  }
}

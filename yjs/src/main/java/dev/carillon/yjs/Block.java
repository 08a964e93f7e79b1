package dev.carillon.yjs;

/// A struct of an update, seen without a document. Confined to one thread.
abstract sealed class Block permits SpanBlock, RawBlock, ItemBlock {
  /// Who made it.
  final long client;

  /// Its first clock.
  final int clock;

  /// How many clocks it takes; above zero.
  int length;

  Block(long client, int clock, int length) {
    this.client = client;
    this.clock = clock;
    this.length = length;
  }

  /// Returns the first clock behind it.
  final int end() {
    return clock + length;
  }

  boolean isSkip() {
    return false;
  }

  /// Takes over what follows, where both are collected garbage.
  boolean tryAppend(Block next) {
    return false;
  }

  /// Returns what lies behind the first `offset` clocks.
  abstract Block from(int offset);

  /// Writes what lies behind the first `offset` clocks.
  abstract void write(UpdateWriter out, int offset);
}

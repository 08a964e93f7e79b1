package dev.carillon.yjs;

/// A stretch of clocks without items: collected garbage, or a gap.
final class SpanBlock extends Block {
  private final boolean skip;

  private SpanBlock(long client, int clock, int length, boolean skip) {
    super(client, clock, length);
    this.skip = skip;
  }

  static SpanBlock gc(long client, int clock, int length) {
    return new SpanBlock(client, clock, length, false);
  }

  static SpanBlock skip(long client, int clock, int length) {
    return new SpanBlock(client, clock, length, true);
  }

  @Override
  boolean isSkip() {
    return skip;
  }

  @Override
  boolean tryAppend(Block next) {
    if (!(next instanceof SpanBlock span) || span.skip != skip) {
      return false;
    }
    length += span.length;
    return true;
  }

  @Override
  Block from(int offset) {
    return new SpanBlock(client, clock + offset, length - offset, skip);
  }

  @Override
  void write(UpdateWriter out, int offset) {
    if (skip) {
      out.info(Content.SKIP);
      out.rest.writeVarUint(length - offset); // in no column
    } else {
      out.info(Content.GC);
      out.len(length - offset);
    }
  }
}

package dev.carillon.yjs;

import dev.carillon.yjs.lib0.Decoder;

/// An item of v1 as its bytes: written to v1 again, these are copied.
final class RawBlock extends Block {
  private final byte[] update;
  private final int from;
  private final int to;

  /// Refers to the bytes in `[from, to)`, which begin with the info byte.
  RawBlock(long client, int clock, int length, byte[] update, int from, int to) {
    super(client, clock, length);
    this.update = update;
    this.from = from;
    this.to = to;
  }

  @Override
  Block from(int offset) {
    return read().from(offset);
  }

  @Override
  void write(UpdateWriter out, int offset) {
    if (offset > 0 || !(out instanceof V1UpdateWriter)) {
      read().write(out, offset);
      return;
    }
    int info = update[from];
    boolean hasNeighbour = (info & (ItemBlock.HAS_ORIGIN | ItemBlock.HAS_RIGHT_ORIGIN)) != 0;
    out.rest.writeUint8(hasNeighbour ? info & ~ItemBlock.HAS_KEY : info);
    out.rest.writeBytes(update, from + 1, to - from - 1);
  }

  private ItemBlock read() {
    var in = new V1UpdateReader(new Decoder(update, from, to), Limits.TRUSTED);
    return ItemBlock.read(in, client, clock, in.info());
  }
}

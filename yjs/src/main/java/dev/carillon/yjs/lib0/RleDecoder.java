package dev.carillon.yjs.lib0;

/// Reads bytes of which each is followed by how often it comes, the last one for ever.
///
/// The counterpart of [RleEncoder]. Confined to one thread.
public final class RleDecoder {
  private final Decoder in;
  private int value;
  private long left;
  private boolean last;

  /// Reads a column.
  public RleDecoder(Decoder column) {
    in = column;
  }

  /// Reads the next byte.
  public int read() {
    if (left == 0 && !last) {
      value = in.readUint8();
      last = in.remaining() == 0;
      left = last ? 0 : in.readVarUint() + 1;
    }
    left--;
    return value;
  }
}

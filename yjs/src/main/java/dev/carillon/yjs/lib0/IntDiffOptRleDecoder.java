package dev.carillon.yjs.lib0;

/// Reads numbers as steps from one to the next; the lowest bit of a step says that a count follows.
///
/// The counterpart of [IntDiffOptRleEncoder]. Confined to one thread.
public final class IntDiffOptRleDecoder {
  private final Decoder in;
  private long value;
  private long step;
  private long left;

  /// Reads a column.
  public IntDiffOptRleDecoder(Decoder column) {
    in = column;
  }

  /// Reads the next number, which must be one of 31 bits and not negative.
  public int read() {
    int at = in.position();
    if (left == 0) {
      long encoded = in.readVarInt();
      step = encoded >> 1;
      left = (encoded & 1) == 0 ? 1 : in.readVarUint() + 2;
    }
    left--;
    value += step;
    if (value < 0) {
      throw UpdateRefusedException.malformed(at, "a clock below zero");
    }
    if (value > Integer.MAX_VALUE) {
      throw UpdateRefusedException.limit(at, "a clock, length or count beyond 31 bits");
    }
    return (int) value;
  }
}

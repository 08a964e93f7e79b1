package dev.carillon.yjs.lib0;

/// Reads unsigned numbers; a minus sign says that a count follows.
///
/// The counterpart of [UintOptRleEncoder]. Confined to one thread.
public final class UintOptRleDecoder {
  private final Decoder in;
  private long value;
  private long left;

  /// Reads a column.
  public UintOptRleDecoder(Decoder column) {
    in = column;
  }

  /// Returns the offset at which is read.
  public int position() {
    return in.position();
  }

  /// Reads the next number.
  public long read() {
    if (left == 0) {
      boolean repeated = in.isNegative();
      value = Math.abs(in.readVarInt());
      left = repeated ? in.readVarUint() + 2 : 1;
    }
    left--;
    return value;
  }
}

package dev.carillon.yjs.lib0;

/// Writes numbers as steps from one to the next; equal steps in a row are counted.
///
/// Confined to one thread.
public final class IntDiffOptRleEncoder {
  private final Encoder out = new Encoder();
  private long value;
  private long step;
  private long count;

  /// Starts an empty column.
  public IntDiffOptRleEncoder() {}

  /// Writes one number.
  public void write(long next) {
    if (next - value == step) {
      count++;
    } else {
      flush();
      step = next - value;
      count = 1;
    }
    value = next;
  }

  private void flush() {
    if (count > 0) {
      out.writeVarInt(step * 2 + (count > 1 ? 1 : 0));
    }
    if (count > 1) {
      out.writeVarUint(count - 2);
    }
  }

  /// Returns the column. To be called once, at the end.
  public Encoder finish() {
    flush();
    return out;
  }
}

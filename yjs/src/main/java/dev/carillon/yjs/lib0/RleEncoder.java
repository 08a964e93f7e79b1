package dev.carillon.yjs.lib0;

/// Writes bytes, each once together with how often it comes in a row. Confined to one thread.
public final class RleEncoder {
  private final Encoder out = new Encoder();
  private int value = -1;
  private long count;

  /// Starts an empty column.
  public RleEncoder() {}

  /// Writes one byte.
  public void write(int next) {
    if (next == value) {
      count++;
      return;
    }
    if (count > 0) {
      out.writeVarUint(count - 1);
    }
    out.writeUint8(next);
    value = next;
    count = 1;
  }

  /// Returns the column; the count of the last byte is left out, as lib0 does.
  public Encoder finish() {
    return out;
  }
}

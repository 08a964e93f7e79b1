package dev.carillon.yjs.lib0;

/// Writes unsigned numbers: one alone as it is, a run negated and with its count.
///
/// Confined to one thread.
public final class UintOptRleEncoder {
  private final Encoder out = new Encoder();
  private long value;
  private long count;

  /// Starts an empty column.
  public UintOptRleEncoder() {}

  /// Writes one number.
  public void write(long next) {
    if (next == value) {
      count++;
      return;
    }
    flush();
    value = next;
    count = 1;
  }

  private void flush() {
    if (count > 0) {
      out.writeVarInt(value, count > 1); // so -0 means a run of zeros
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

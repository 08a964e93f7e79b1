package dev.carillon.yjs.lib0;

/// Writes strings as one long string and a column of their lengths. Confined to one thread.
public final class StringEncoder {
  private final Encoder text = new Encoder();
  private final UintOptRleEncoder lengths = new UintOptRleEncoder();

  /// Starts an empty column.
  public StringEncoder() {}

  /// Writes a string.
  public void write(String string) {
    text.writeUtf8(string);
    lengths.write(string.length());
  }

  /// Writes a string that is UTF-8 already.
  ///
  /// @param units the number of its UTF-16 code units
  public void write(byte[] utf8, int from, int size, int units) {
    text.writeBytes(utf8, from, size);
    lengths.write(units);
  }

  /// Returns the column. To be called once, at the end.
  public Encoder finish() {
    var column = new Encoder(text.size() + 16);
    column.writeVarBytes(text);
    column.writeAll(lengths.finish());
    return column;
  }
}

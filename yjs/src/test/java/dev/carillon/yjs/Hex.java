package dev.carillon.yjs;

import dev.carillon.yjs.lib0.Utf8;
import java.util.HexFormat;

/// Writes bytes in tests so that they can be read: hex digits, and text in quotes.
public final class Hex {
  private Hex() {}

  /// Makes bytes of hex digits; blanks and bars separate, `"text"` stands for its UTF-8.
  public static byte[] bytes(String text) {
    var hex = new StringBuilder();
    String[] parts = text.split("\"", -1);
    for (int i = 0; i < parts.length; i++) {
      hex.append(i % 2 == 0 ? parts[i].replaceAll("[ |]", "") : hex(Utf8.encode(parts[i])));
    }
    return HexFormat.of().parseHex(hex);
  }

  /// Returns bytes as hex digits.
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}

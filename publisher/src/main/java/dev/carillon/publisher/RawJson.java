package dev.carillon.publisher;

import java.nio.charset.StandardCharsets;

/// JSON that somebody else has written, with an object mapper say; it goes out as it is. Immutable.
public final class RawJson {
  private final String text;

  private RawJson(String text) {
    this.text = text;
  }

  /// Takes one JSON value, which may have blanks around it.
  ///
  /// @throws IllegalArgumentException if it is none; the text does not name it
  public static RawJson of(String json) {
    if (!Json.isValue(json.getBytes(StandardCharsets.UTF_8))) {
      throw new IllegalArgumentException("not one JSON value");
    }
    return new RawJson(json);
  }

  /// Takes one JSON value in UTF-8, which may have blanks around it.
  ///
  /// @throws IllegalArgumentException if it is none; the text does not name it
  public static RawJson of(byte[] utf8) {
    if (!Json.isValue(utf8)) {
      throw new IllegalArgumentException("not one JSON value");
    }
    return new RawJson(new String(utf8, StandardCharsets.UTF_8));
  }

  String text() {
    return text;
  }
}

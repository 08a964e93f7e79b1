package dev.carillon.server.config;

import java.util.regex.Pattern;

/// How the text of a key becomes a value. Implementations are immutable.
///
/// @param <T> the value's type
public interface Type<T> {

  /// Returns the type of texts of a certain form.
  ///
  /// @param allowed the form in words
  /// @param form the form as a pattern for the whole text
  static Type<String> text(String allowed, Pattern form) {
    return new TextType(allowed, form);
  }

  /// Returns what is allowed, for people who set something else.
  String allowed();

  /// Returns what is allowed, for the documentation.
  default String documented() {
    return allowed();
  }

  /// Reads a text that is not empty.
  ///
  /// @throws IllegalArgumentException when it is not allowed; the message says what is wrong, and
  ///     does not repeat the text
  T parse(String text);

  /// Returns a value as it would be written in the configuration, without secrets.
  default String show(T value) {
    return value.toString();
  }
}

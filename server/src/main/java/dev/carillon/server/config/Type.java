package dev.carillon.server.config;

/// How the text of a key becomes a value. Implementations are immutable.
///
/// @param <T> the value's type
interface Type<T> {

  /// Returns a short name for the documentation, such as `duration`.
  String name();

  /// Returns what is allowed, for people.
  String allowed();

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

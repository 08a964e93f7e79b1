package dev.carillon.server.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One thing that may be configured. Immutable.
///
/// @param <T> the value's type
/// @param name what it is called in its section, in lower case with dashes, or as a whole
/// @param type how its text is read
/// @param fallback the text that counts when it is not set; `null` when there is none
/// @param meaning one sentence for the documentation
record Key<T>(String name, Type<T> type, @Nullable String fallback, String meaning) {

  /// The suffix of the key that names a file which holds the secret.
  static final String FILE = "-file";

  /// Returns this key with another name.
  Key<T> named(String other) {
    return new Key<>(other, type, fallback, meaning);
  }

  /// Returns what counts when it is not set.
  ///
  /// @throws IllegalStateException if nothing does
  T standIn() {
    if (fallback == null) {
      throw new IllegalStateException(name + " has nothing that counts when it is not set");
    }
    return type.parse(fallback);
  }

  /// Returns whether the value must not be shown, and may stand in a file of its own.
  boolean secret() {
    return type instanceof SecretType;
  }

  /// Returns the environment variable that sets this key.
  String variable() {
    return variable(name);
  }

  /// Returns the environment variable that sets the key of this name.
  static String variable(String name) {
    return "CARILLON_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}

package dev.carillon.server.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of the catalogue whose names begin alike. Filled by the class that holds it, while that is
/// initialized.
final class KeyGroup {
  private final String prefix;
  private final List<Key<?>> keys = new ArrayList<>();

  /// @param prefix what all names begin with; empty for nothing
  KeyGroup(String prefix) {
    this.prefix = prefix;
  }

  /// Adds a key and returns it.
  ///
  /// @param name what follows the prefix
  /// @param fallback what counts when it is not set; `null`: nothing does
  <T> Key<T> key(String name, Type<T> type, @Nullable String fallback, String meaning) {
    var key = new Key<>(prefix + name, type, fallback, meaning);
    keys.add(key);
    return key;
  }

  /// Returns the keys in the order in which they were added.
  List<Key<?>> all() {
    return Collections.unmodifiableList(keys);
  }
}

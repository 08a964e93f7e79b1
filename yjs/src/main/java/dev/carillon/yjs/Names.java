package dev.carillon.yjs;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Remembers the names and keys of an update, so that each becomes a string once.
///
/// A small table in which a new name takes the place of an old one. Confined to one thread.
final class Names {
  private static final int SLOTS = 64;
  private static final int MAX_SIZE = 32;

  private @Nullable String @Nullable [] slots;

  /// Checks a name or key that was given in Java.
  ///
  /// @return the name
  /// @throws NullPointerException if there is none
  /// @throws IllegalArgumentException if it holds half a surrogate pair: it would be another one as
  ///     soon as it had been encoded
  static String check(String name) {
    for (int i = 0; i < name.length(); i++) {
      char unit = name.charAt(i);
      if (Character.isHighSurrogate(unit)
          && i + 1 < name.length()
          && Character.isLowSurrogate(name.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(unit)) {
        throw new IllegalArgumentException("a name with half a surrogate pair");
      }
    }
    return name;
  }

  /// Returns the string of the UTF-8 in `[from, to)`.
  String of(byte[] bytes, int from, int to) {
    int size = to - from;
    if (size > MAX_SIZE) {
      return new String(bytes, from, size, StandardCharsets.UTF_8);
    }
    if (slots == null) {
      slots = new String[SLOTS];
    }
    int hash = size;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ (hash >>> 8)) & (SLOTS - 1);
    String known = slots[slot];
    if (known != null && isEqual(known, bytes, from, size)) {
      return known;
    }
    String name = new String(bytes, from, size, StandardCharsets.UTF_8);
    slots[slot] = name;
    return name;
  }

  /// Returns whether the text is in ASCII and the same.
  private static boolean isEqual(String text, byte[] bytes, int from, int size) {
    if (text.length() != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (text.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }
}

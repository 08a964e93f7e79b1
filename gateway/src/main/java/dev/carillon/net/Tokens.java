package dev.carillon.net;

import org.jspecify.annotations.Nullable;

/// Looks into headers whose value is a list of tokens (RFC 9110 §5.6.1).
final class Tokens {
  private Tokens() {}

  /// Returns whether a list holds a token, whatever its case.
  static boolean contains(@Nullable String list, String token) {
    if (list == null) {
      return false;
    }
    for (int start = 0; start <= list.length(); ) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      if (list.substring(start, end).trim().equalsIgnoreCase(token)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }
}

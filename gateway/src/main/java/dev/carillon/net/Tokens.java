package dev.carillon.net;

import org.jspecify.annotations.Nullable;

/// Looks into headers whose value is a list of tokens (RFC 9110 §5.6.1).
final class Tokens {
  private Tokens() {}

  private static final String MARKS = "!#$%&'*+-.^_`|~";

  /// Returns whether a text is a token (RFC 9110 §5.6.2).
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

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

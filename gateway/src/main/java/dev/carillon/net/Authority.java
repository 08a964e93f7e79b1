package dev.carillon.net;

import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Host and port, as a `Host` header or an origin has them (RFC 3986 §3.2, without user information).
///
/// @param host in lower case; an IP literal with its brackets
/// @param port [#NO_PORT] where none is named
record Authority(String host, int port) {
  static final int NO_PORT = -1;

  private static final int MAX_PORT = 65_535;
  private static final String SUB_DELIMS = "!$&'()*+,;=";

  /// Returns what a text names, or `null` when it is not `uri-host [ ":" port ]` (RFC 9110 §7.2).
  static @Nullable Authority parse(String text) {
    boolean literal = text.startsWith("[");
    int end = literal ? text.indexOf(']') + 1 : text.indexOf(':');
    if (literal && end == 0) {
      return null;
    }
    if (end < 0) {
      end = text.length();
    }
    String host = text.substring(0, end);
    if (literal ? !isLiteral(host) : !isName(host)) {
      return null;
    }
    int port = end == text.length() ? NO_PORT : portAt(text, end);
    return port < NO_PORT ? null : new Authority(host.toLowerCase(Locale.ROOT), port);
  }

  /// Returns the port behind a colon, which may be left out; less than [#NO_PORT] when it is none.
  private static int portAt(String text, int colon) {
    int port = colon + 1 == text.length() ? NO_PORT : 0;
    for (int i = colon + 1; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || port > MAX_PORT) {
        return NO_PORT - 1;
      }
      port = port * 10 + digit;
    }
    return text.charAt(colon) != ':' || port > MAX_PORT ? NO_PORT - 1 : port;
  }

  private static boolean isName(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c == '%' ? !isEscape(host, i) : !isUnreserved(c) && SUB_DELIMS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscape(String text, int percent) {
    return percent + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(percent + 1))
        && HexFormat.isHexDigit(text.charAt(percent + 2));
  }

  private static boolean isLiteral(String host) {
    for (int i = 1; i < host.length() - 1; i++) {
      char c = host.charAt(i);
      if (c != ':' && !isUnreserved(c) && SUB_DELIMS.indexOf(c) < 0) {
        return false;
      }
    }
    return host.length() > 2;
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}

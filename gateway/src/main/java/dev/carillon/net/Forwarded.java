package dev.carillon.net;

import java.util.ArrayList;
import java.util.List;

/// Reads a `Forwarded` header (RFC 7239 §4).
final class Forwarded {
  private Forwarded() {}

  /// Returns who called each proxy in turn, the last proxy's word last; empty for one that does not say.
  static List<String> nodes(String header) {
    var nodes = new ArrayList<String>();
    for (String element : split(header, ',')) {
      String node = "";
      for (String pair : split(element, ';')) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).trim().equalsIgnoreCase("for")) {
          node = unquoted(pair.substring(equals + 1).trim());
        }
      }
      nodes.add(node);
    }
    return nodes;
  }

  /// Splits a text where a separator stands outside of quotes (RFC 9110 §5.6.4).
  private static List<String> split(String text, char separator) {
    var parts = new ArrayList<String>();
    boolean quoted = false;
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        at++;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, at));
        start = at + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }
}

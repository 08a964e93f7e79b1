package dev.carillon.net;

import java.util.ArrayList;
import java.util.List;

/// Response headers: names and values in turn, in the order in which they are sent. Immutable.
public record Headers(List<String> namesAndValues) {
  public static final Headers NONE = new Headers(List.of());

  /// What goes with a 426: a WebSocket is spoken here (RFC 9110 §7.8, §15.5.22).
  public static final Headers UPGRADE = of("Upgrade", "websocket", "Connection", "Upgrade");

  /// What goes with a 401: a bearer token is asked for (RFC 6750 §3).
  public static final Headers CHALLENGE = of("WWW-Authenticate", "Bearer");

  public Headers {
    namesAndValues = List.copyOf(namesAndValues);
    if (namesAndValues.size() % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    for (String text : namesAndValues) {
      if (!isSafe(text)) {
        // Never shown: it may be what a client sent.
        throw new IllegalArgumentException("a control character in a header");
      }
    }
  }

  /// Returns whether a text cannot end its header line early (RFC 9110 §5.5).
  private static boolean isSafe(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return false;
      }
    }
    return true;
  }

  public static Headers of(String... namesAndValues) {
    return new Headers(List.of(namesAndValues));
  }

  /// Returns these headers as lines, each with its end.
  String lines() {
    var lines = new StringBuilder(32 * namesAndValues.size());
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      lines.append(namesAndValues.get(i)).append(": ");
      lines.append(namesAndValues.get(i + 1)).append("\r\n");
    }
    return lines.toString();
  }

  /// Returns these headers followed by others.
  public Headers and(Headers more) {
    if (more.namesAndValues.isEmpty()) {
      return this;
    }
    var all = new ArrayList<>(namesAndValues);
    all.addAll(more.namesAndValues);
    return new Headers(all);
  }
}

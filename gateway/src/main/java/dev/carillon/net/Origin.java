package dev.carillon.net;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A web origin: scheme, host and port (RFC 6454 §4). Two are the same when all three are (§5).
///
/// @param port [Authority#NO_PORT] where the scheme has no default and none is named
record Origin(String scheme, String host, int port) {

  /// Returns the origin that a text names, or `null` when it is none, such as `null` (§6.1).
  static @Nullable Origin parse(String text) {
    int colon = text.indexOf("://");
    if (colon <= 0 || !isScheme(text.substring(0, colon))) {
      return null;
    }
    Authority authority = Authority.parse(text.substring(colon + 3));
    if (authority == null || authority.host().isEmpty()) {
      return null;
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    int port = authority.port();
    return new Origin(
        scheme, authority.host(), port == Authority.NO_PORT ? defaultPort(scheme) : port);
  }

  /// Returns the one way of writing an origin (§6.2), or the text itself when it is none.
  static String normal(String text) {
    Origin origin = parse(text);
    return origin == null ? text : origin.toString();
  }

  /// Returns whether a request to this host is one to this origin. Which scheme the client used is not
  /// known behind a proxy, so where the header names no port, the scheme's own counts.
  boolean isSame(Authority host) {
    int at = host.port() == Authority.NO_PORT ? defaultPort(scheme) : host.port();
    boolean web = scheme.equals("http") || scheme.equals("https");
    return web && this.host.equals(host.host()) && port == at;
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      default -> Authority.NO_PORT;
    };
  }

  // RFC 3986 §3.1
  private static boolean isScheme(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9+.-]*");
  }

  @Override
  public String toString() {
    boolean plain = port == defaultPort(scheme);
    return scheme + "://" + host + (plain ? "" : ":" + port);
  }
}

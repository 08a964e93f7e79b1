package dev.carillon.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// One segment of a URL's path.
public final class PathSegment {
  private PathSegment() {}

  /// Returns any text percent-encoded (RFC 3986 §2.1), so that it is one segment: no `/`, `?` or `#`.
  ///
  /// `.` and `..` stay what they are, as every reader takes them for directions even when encoded.
  public static String encode(String text) {
    // For forms, whose blanks, stars and tildes differ.
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}

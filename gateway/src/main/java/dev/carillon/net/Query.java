package dev.carillon.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// Reads the query of a request target as the reference server does: whatever it is, it is read.
///
/// `+` is a space and `%XX` an octet of UTF-8; an escape that is none stays as it is, and octets that
/// are no text become U+FFFD. Of a repeated name the first value counts. How many there may be is
/// limited by the length of the request line.
final class Query {
  private Query() {}

  /// Returns the names and values of a target's query.
  static Map<String, String> of(String target) {
    int at = target.indexOf('?') + 1;
    if (at == 0) {
      return Map.of();
    }
    var parameters = new HashMap<String, String>();
    int hash = target.indexOf('#', at);
    int end = hash < 0 ? target.length() : hash;
    while (at < end) {
      int ampersand = target.indexOf('&', at);
      int next = ampersand < 0 || ampersand > end ? end : ampersand;
      if (next > at) {
        int equals = target.indexOf('=', at);
        boolean named = equals >= 0 && equals < next;
        String name = decode(target, at, named ? equals : next);
        parameters.putIfAbsent(name, named ? decode(target, equals + 1, next) : "");
      }
      at = next + 1;
    }
    return Collections.unmodifiableMap(parameters);
  }

  private static String decode(String text, int start, int end) {
    int at = start;
    while (at < end && text.charAt(at) != '%' && text.charAt(at) != '+') {
      at++;
    }
    if (at == end) {
      return text.substring(start, end);
    }
    var decoded = new StringBuilder(end - start).append(text, start, at);
    var octets = new ByteArrayOutputStream(0);
    while (at < end) {
      int octet = octetAt(text, at, end);
      if (octet >= 0) {
        octets.write(octet);
        at += 3;
      } else {
        flush(octets, decoded);
        char c = text.charAt(at++);
        decoded.append(c == '+' ? ' ' : c);
      }
    }
    flush(octets, decoded);
    return decoded.toString();
  }

  /// Returns the octet that an escape stands for, or -1 when there is no escape.
  private static int octetAt(String text, int at, int end) {
    if (text.charAt(at) != '%' || at + 2 >= end) {
      return -1;
    }
    boolean escape =
        HexFormat.isHexDigit(text.charAt(at + 1)) && HexFormat.isHexDigit(text.charAt(at + 2));
    return escape ? HexFormat.fromHexDigits(text, at + 1, at + 3) : -1;
  }

  private static void flush(ByteArrayOutputStream octets, StringBuilder decoded) {
    if (octets.size() > 0) {
      decoded.append(octets.toString(StandardCharsets.UTF_8));
      octets.reset();
    }
  }
}

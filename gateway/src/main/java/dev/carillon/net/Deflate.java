package dev.carillon.net;

import java.util.HashSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Agrees on permessage-deflate (RFC 7692), always without context takeover in both directions.
///
/// Without context a compressed message is the same for every client, so a broadcast is compressed
/// once; and no window is kept for each connection.
final class Deflate {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
  private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
  private static final String SERVER_WINDOW = "server_max_window_bits";
  private static final String CLIENT_WINDOW = "client_max_window_bits";
  private static final String ANSWER = NAME + "; " + SERVER_NO_CONTEXT + "; " + CLIENT_NO_CONTEXT;
  private static final String ANSWER_WITH_WINDOW = ANSWER + "; " + SERVER_WINDOW + "=15";

  private Deflate() {}

  /// Returns the answer to the offers of a client, or null when there is none to agree to.
  static @Nullable String negotiate(@Nullable String offers) {
    if (offers == null) {
      return null;
    }
    for (String offer : offers.split(",", -1)) {
      String[] parts = offer.split(";", -1);
      if (isAcceptable(parts)) {
        return namesWindow(parts) ? ANSWER_WITH_WINDOW : ANSWER;
      }
    }
    return null;
  }

  /// Returns whether the client asked for a window; agreeing to that is to name it (§7.1.2.1).
  private static boolean namesWindow(String[] parts) {
    for (String part : parts) {
      if (part.trim().toLowerCase(Locale.ROOT).startsWith(SERVER_WINDOW)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAcceptable(String[] parts) {
    if (!parts[0].trim().equalsIgnoreCase(NAME)) {
      return false;
    }
    var seen = new HashSet<String>();
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].trim();
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals).trim()).toLowerCase(Locale.ROOT);
      String value = equals < 0 ? null : unquoted(part.substring(equals + 1).trim());
      if (!seen.add(name) || !isAcceptable(name, value)) {
        return false; // §7.1: an offer with what is unknown, repeated or invalid is declined
      }
    }
    return true;
  }

  private static boolean isAcceptable(String name, @Nullable String value) {
    return switch (name) {
      case SERVER_NO_CONTEXT, CLIENT_NO_CONTEXT -> value == null;
      // Our compressor has one window size, 15 bits.
      case SERVER_WINDOW -> "15".equals(value);
      case CLIENT_WINDOW -> value == null || value.matches("[89]|1[0-5]");
      default -> false;
    };
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}

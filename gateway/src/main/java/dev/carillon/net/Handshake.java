package dev.carillon.net;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/// The opening handshake of WebSocket, as the server sees it (RFC 6455 §4.2).
final class Handshake {
  private static final String VERSION = "13";
  private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;

  private Handshake() {}

  /// Returns whether a request asks to become a WebSocket. One that a proxy has stripped of
  /// `Connection: Upgrade` is a plain request.
  static boolean isWanted(RequestHead head) {
    return Tokens.contains(head.header("upgrade"), "websocket")
        && Tokens.contains(head.header("connection"), "upgrade");
  }

  /// Returns what is wrong with the request, or null.
  static @Nullable Response check(RequestHead head) {
    if (!head.method().equals("GET")) { // §4.2.1 (1)
      return Response.error(405, "Method not allowed").with("Allow", "GET");
    }
    if (!VERSION.equals(head.header("sec-websocket-version"))) { // §4.2.2 (4)
      return Response.error(426, "Upgrade required").with("Sec-WebSocket-Version", VERSION);
    }
    boolean whole =
        isKey(head.header("sec-websocket-key")) && areTokens(head.header("sec-websocket-protocol"));
    return whole ? null : RequestCheck.badRequest();
  }

  // §4.1 (10): tokens, each of them once
  private static boolean areTokens(@Nullable String list) {
    if (list == null) {
      return true;
    }
    var seen = new HashSet<String>();
    for (String item : list.split(",", -1)) {
      if (!Tokens.isToken(item.trim()) || !seen.add(item.trim())) {
        return false;
      }
    }
    return true;
  }

  // §4.2.1 (5)
  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Returns the value of `Sec-WebSocket-Accept` for a key (§4.2.2 (5)).
  static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] hash = sha1.digest((key + SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-1
    }
  }
}

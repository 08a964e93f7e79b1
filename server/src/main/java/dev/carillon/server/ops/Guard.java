package dev.carillon.server.ops;

import dev.carillon.http.Bearer;
import dev.carillon.net.HttpRequestHead;
import dev.carillon.net.Response;
import dev.carillon.server.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Decides who may publish. Immutable.
///
/// With a key: who knows it. Without one, which is for loopback only: who is on this machine, and
/// no web page. A page that somebody on this machine has open can send requests to loopback, by
/// itself or by pointing a name of its own there (DNS rebinding), so requests that browsers mark as
/// coming from another site are refused, and so are those to any other name than this machine's.
final class Guard {
  private final byte @Nullable [] key;
  private final String bind;

  Guard(@Nullable Secret key, String bind) {
    this.key = key == null ? null : digest(key.value());
    this.bind = bind.toLowerCase(Locale.ROOT);
  }

  /// Returns the refusal, or `null` when the request may go on.
  ///
  /// @param token shown instead of a bearer key; `null`: none
  @Nullable Response refusal(HttpRequestHead request, @Nullable String token) {
    if (key != null) {
      String bearer = Bearer.token(request.header("authorization"));
      return knows(key, bearer == null ? token : bearer)
          ? null
          : Response.error(401, "missing or wrong bearer key").with("WWW-Authenticate", "Bearer");
    }
    if (!local(request.header("host"))) {
      return Response.error(403, "without a key, only requests to localhost are served");
    }
    String site = request.header("sec-fetch-site");
    boolean sameSite = site == null || site.equals("same-origin") || site.equals("none");
    return request.header("origin") == null && sameSite
        ? null
        : Response.error(403, "without a key, requests from web pages are not served");
  }

  private static boolean knows(byte[] key, @Nullable String shown) {
    // Digests are of equal length, so that the time tells nothing about the key, not even how long
    // it is.
    return shown != null && MessageDigest.isEqual(key, digest(shown));
  }

  private boolean local(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    String bare =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    return bare.equals("localhost")
        || bare.equals("::1")
        || bare.matches("127(\\.\\d{1,3}){3}")
        || bare.equals(bind);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

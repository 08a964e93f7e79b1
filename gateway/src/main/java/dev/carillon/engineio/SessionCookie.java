package dev.carillon.engineio;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The cookie that names the session, for load balancers that keep clients on one node by it.
///
/// It is set by the response to a polling handshake only. Immutable.
///
/// @param name its name
/// @param path for which paths browsers send it; `null` for that of the request
/// @param domain for which hosts browsers send it; `null` for the one that set it
/// @param maxAge how long it is kept; `null` until the browser ends
/// @param httpOnly whether scripts cannot read it
/// @param secure whether it is sent over TLS only
/// @param partitioned whether it is kept apart for each site that embeds the page (CHIPS)
/// @param sameSite `Strict`, `Lax` or `None`; `null` to leave it to the browser
public record SessionCookie(
    String name,
    @Nullable String path,
    @Nullable String domain,
    @Nullable Duration maxAge,
    boolean httpOnly,
    boolean secure,
    boolean partitioned,
    @Nullable String sameSite) {

  /// Returns the cookie with the reference server's defaults: `io=…; Path=/; HttpOnly; SameSite=Lax`.
  public static SessionCookie defaults() {
    return new SessionCookie("io", "/", null, null, true, false, false, "Lax");
  }

  public SessionCookie withName(String value) {
    return new SessionCookie(value, path, domain, maxAge, httpOnly, secure, partitioned, sameSite);
  }

  public SessionCookie withPath(@Nullable String value) {
    return new SessionCookie(name, value, domain, maxAge, httpOnly, secure, partitioned, sameSite);
  }

  public SessionCookie withDomain(@Nullable String value) {
    return new SessionCookie(name, path, value, maxAge, httpOnly, secure, partitioned, sameSite);
  }

  public SessionCookie withMaxAge(@Nullable Duration value) {
    return new SessionCookie(name, path, domain, value, httpOnly, secure, partitioned, sameSite);
  }

  public SessionCookie withHttpOnly(boolean value) {
    return new SessionCookie(name, path, domain, maxAge, value, secure, partitioned, sameSite);
  }

  public SessionCookie withSecure(boolean value) {
    return new SessionCookie(name, path, domain, maxAge, httpOnly, value, partitioned, sameSite);
  }

  public SessionCookie withPartitioned(boolean value) {
    return new SessionCookie(name, path, domain, maxAge, httpOnly, secure, value, sameSite);
  }

  public SessionCookie withSameSite(@Nullable String value) {
    return new SessionCookie(name, path, domain, maxAge, httpOnly, secure, partitioned, value);
  }

  /// Returns the value of a `Set-Cookie` header (RFC 6265 §4.1).
  String header(String sessionId) {
    return name
        + "="
        + sessionId
        + (maxAge == null ? "" : "; Max-Age=" + maxAge.toSeconds())
        + (domain == null ? "" : "; Domain=" + domain)
        + (path == null ? "" : "; Path=" + path)
        + (httpOnly ? "; HttpOnly" : "")
        + (secure ? "; Secure" : "")
        + (partitioned ? "; Partitioned" : "")
        + (sameSite == null ? "" : "; SameSite=" + sameSite);
  }
}

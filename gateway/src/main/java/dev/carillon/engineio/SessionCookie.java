package dev.carillon.engineio;

/// The cookie that names the session, for load balancers that keep clients on one node by it.
///
/// It is set by the response to a polling handshake only. Immutable.
public record SessionCookie(
    String name, String path, boolean httpOnly, String sameSite, boolean secure) {

  /// Returns the cookie with the reference server's defaults: `io=…; Path=/; HttpOnly; SameSite=Lax`.
  public static SessionCookie defaults() {
    return new SessionCookie("io", "/", true, "Lax", false);
  }

  /// Returns the value of a `Set-Cookie` header (RFC 6265 §4.1).
  String header(String sessionId) {
    return name
        + "="
        + sessionId
        + "; Path="
        + path
        + (httpOnly ? "; HttpOnly" : "")
        + (secure ? "; Secure" : "")
        + "; SameSite="
        + sameSite;
  }
}

package dev.carillon.net;

import java.util.Set;

/// Which web origins (RFC 6454) may talk to an endpoint. Immutable.
///
/// Browsers send the `Origin` header with WebSocket handshakes and cross-origin requests, and no page
/// can forge it. Origins are compared exactly, never by suffix. A request without the header does not
/// come from a page of another site and passes.
///
/// @param any whether every origin passes
/// @param origins the origins that pass, such as `https://app.example`
/// @param credentials whether pages may send cookies along (CORS)
public record OriginPolicy(boolean any, Set<String> origins, boolean credentials) {

  public OriginPolicy {
    origins = Set.copyOf(origins);
  }

  /// Lets every origin pass and tells browsers so (`Access-Control-Allow-Origin: *`).
  public static OriginPolicy allowAny() {
    return new OriginPolicy(true, Set.of(), false);
  }

  /// Lets only these origins pass, with credentials.
  public static OriginPolicy allow(Set<String> origins) {
    return new OriginPolicy(false, origins, true);
  }

  /// Lets pages of the same origin only pass, and sends no CORS headers at all.
  public static OriginPolicy sameOrigin() {
    return new OriginPolicy(false, Set.of(), false);
  }

  /// Returns whether browsers are told anything (CORS), preflight requests included.
  public boolean isCors() {
    return any || !origins.isEmpty();
  }

  /// Returns whether a request may be served.
  public boolean permits(HttpRequestHead request) {
    String origin = request.header("origin");
    return origin == null || any || origins.contains(origin) || isSame(origin, request);
  }

  private static boolean isSame(String origin, HttpRequestHead request) {
    String host = request.header("host");
    return host != null && (origin.equals("http://" + host) || origin.equals("https://" + host));
  }

  /// Returns the CORS headers (Fetch standard, "HTTP responses") for a request.
  public Headers headers(HttpRequestHead request) {
    String origin = request.header("origin");
    if (any && !credentials) {
      return Headers.of("Access-Control-Allow-Origin", "*");
    }
    if (origin == null || !(any || origins.contains(origin))) {
      return origins.isEmpty() ? Headers.NONE : Headers.of("Vary", "Origin");
    }
    Headers allowed = Headers.of("Access-Control-Allow-Origin", origin, "Vary", "Origin");
    return credentials
        ? allowed.and(Headers.of("Access-Control-Allow-Credentials", "true"))
        : allowed;
  }

  /// Returns the additional headers that answer a preflight request.
  public Headers preflightHeaders(HttpRequestHead request) {
    String wanted = request.header("access-control-request-headers");
    Headers methods = Headers.of("Access-Control-Allow-Methods", "GET,HEAD,PUT,PATCH,POST,DELETE");
    return wanted == null
        ? methods
        : methods.and(Headers.of("Access-Control-Allow-Headers", wanted));
  }
}

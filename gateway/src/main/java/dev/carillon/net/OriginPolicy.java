package dev.carillon.net;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which web origins (RFC 6454) may talk to an endpoint. Immutable.
///
/// Browsers send the `Origin` header with WebSocket handshakes and cross-origin requests, and no page
/// can forge it. Origins are compared by scheme, host and port (§5), never by suffix. A request without
/// the header does not come from a page of another site and passes.
///
/// @param any whether every origin passes
/// @param origins the origins that pass, such as `https://app.example`
/// @param rule lets further origins pass; gets them as browsers send them. Called in lanes for each
///     request, so it computes and never waits; one that throws lets nobody pass. `null` for none
/// @param credentials whether pages may send cookies along (CORS)
public record OriginPolicy(
    boolean any, Set<String> origins, @Nullable Predicate<String> rule, boolean credentials) {
  private static final Logger LOG = LoggerFactory.getLogger(OriginPolicy.class);

  public OriginPolicy {
    origins = origins.stream().map(Origin::normal).collect(Collectors.toUnmodifiableSet());
  }

  /// Lets every origin pass and tells browsers so (`Access-Control-Allow-Origin: *`).
  public static OriginPolicy allowAny() {
    return new OriginPolicy(true, Set.of(), null, false);
  }

  /// Lets only these origins pass, with credentials.
  public static OriginPolicy allow(Set<String> origins) {
    return new OriginPolicy(false, origins, null, true);
  }

  /// Lets those origins pass that a rule accepts, with credentials.
  public static OriginPolicy allow(Predicate<String> rule) {
    return new OriginPolicy(false, Set.of(), rule, true);
  }

  /// Lets pages of the same origin only pass, and sends no CORS headers at all.
  public static OriginPolicy sameOrigin() {
    return new OriginPolicy(false, Set.of(), null, false);
  }

  /// Lets pass what a list says, in which `*` is every origin; an empty one is that of [#sameOrigin].
  public static OriginPolicy of(Set<String> listed) {
    if (listed.contains("*")) {
      return allowAny();
    }
    return listed.isEmpty() ? sameOrigin() : allow(listed);
  }

  /// Returns whether browsers are told anything (CORS), preflight requests included.
  public boolean isCors() {
    return any || !origins.isEmpty() || rule != null;
  }

  /// Returns whether a request may be served.
  public boolean permits(HttpRequestHead request) {
    String origin = request.header("origin");
    return origin == null || allows(origin) || isSame(origin, request);
  }

  private boolean allows(String origin) {
    return any
        || (!origins.isEmpty() && origins.contains(Origin.normal(origin)))
        || (rule != null && passes(rule, origin));
  }

  private static boolean passes(Predicate<String> rule, String origin) {
    try {
      return rule.test(origin);
    } catch (RuntimeException e) {
      LOG.error("rule for origins failed", e);
      return false;
    }
  }

  private static boolean isSame(String text, HttpRequestHead request) {
    String header = request.header("host");
    Authority host = header == null ? null : Authority.parse(header);
    Origin origin = Origin.parse(text);
    return host != null && origin != null && origin.isSame(host);
  }

  /// Returns the CORS headers (Fetch standard, "HTTP responses") for a request.
  public Headers headers(HttpRequestHead request) {
    String origin = request.header("origin");
    if (any && !credentials) {
      return Headers.of("Access-Control-Allow-Origin", "*");
    }
    if (origin == null || !allows(origin)) {
      return isCors() ? Headers.of("Vary", "Origin") : Headers.NONE;
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

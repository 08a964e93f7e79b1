package dev.carillon.engineio;

import dev.carillon.core.Editable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The cookie that names the session, for load balancers that keep clients on one node by it; see [Editable] for
/// how it is said.
///
/// It is set by the response to a polling handshake only.
public final class SessionCookie extends Editable<SessionCookie> {
  /// Its name.
  public String name = "io";

  /// For which paths browsers send it; `null` for that of the request.
  public @Nullable String path = "/";

  /// For which hosts browsers send it; `null` for the one that set it.
  public @Nullable String domain;

  /// How long it is kept; `null` until the browser ends.
  public @Nullable Duration maxAge;

  /// Whether scripts cannot read it.
  public boolean httpOnly = true;

  /// Whether it is sent over TLS only.
  public boolean secure;

  /// Whether it is kept apart for each site that embeds the page (CHIPS).
  public boolean partitioned;

  /// `Strict`, `Lax` or `None`; `null` to leave it to the browser.
  public @Nullable String sameSite = "Lax";

  private SessionCookie() {}

  /// Returns the cookie with the reference server's defaults: `io=…; Path=/; HttpOnly; SameSite=Lax`.
  public static SessionCookie defaults() {
    return new SessionCookie();
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

package dev.carillon.server.demo;

import com.sun.net.httpserver.Headers;
import dev.carillon.net.Response;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells the page's own requests from those of other pages. Immutable.
///
/// Any page that somebody on this machine has open can send requests to loopback, by itself or by
/// pointing a name of its own there (DNS rebinding). So the host that is asked for has to be one of
/// loopback's names, and what publishes has to come from a page of that very host.
final class SameOrigin {
  private final Set<String> hosts;

  SameOrigin(int port) {
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
  }

  /// Returns the refusal, or `null` when the request may go on.
  ///
  /// @param changes whether the request does more than read
  @Nullable Response refusal(Headers headers, boolean changes) {
    String host = headers.getFirst("Host");
    if (host == null || !hosts.contains(host.toLowerCase(Locale.ROOT))) {
      return Response.error(403, "only requests to localhost are served");
    }
    // Browsers send the origin with every POST, that of a page of the same origin included.
    if (changes && !("http://" + host).equalsIgnoreCase(headers.getFirst("Origin"))) {
      return Response.error(403, "only the demo page publishes here; use the ops port");
    }
    return null;
  }
}

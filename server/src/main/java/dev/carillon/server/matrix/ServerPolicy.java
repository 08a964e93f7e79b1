package dev.carillon.server.matrix;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Decides which server URLs may be called. Immutable.
///
/// The URL comes from the broker, where any tenant may write, and the call carries a token and
/// leaves from inside the network: without a rule it is a way to reach what a stranger cannot
/// (CWE-918). So: `http` and `https` only, no user name, query or fragment, and an origin that is
/// on the list. Without a list every `https` origin will do, since a server without a certificate
/// for the name ends there; plain `http` then goes to this machine only, by its literal names.
final class ServerPolicy {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> allowed = new HashSet<>();

  ServerPolicy(Set<String> allowedServers) {
    for (String server : allowedServers) {
      allowed.add(origin(URI.create(server)));
    }
  }

  static boolean isOrigin(String server) {
    try {
      URI uri = new URI(server);
      return wellFormed(uri) && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /// Reads a server URL.
  ///
  /// @return the URL without a slash at its end
  /// @throws BadPost if it is no URL of a Matrix server, or not allowed
  String check(String server) throws BadPost {
    URI uri;
    try {
      uri = new URI(server.strip());
    } catch (URISyntaxException e) {
      throw new BadPost("server-url");
    }
    if (!wellFormed(uri)) {
      throw new BadPost("server-url");
    }
    boolean mayCall =
        allowed.isEmpty()
            ? uri.getScheme().equalsIgnoreCase("https") || LOOPBACK.contains(host(uri))
            : allowed.contains(origin(uri));
    if (!mayCall) {
      throw new BadPost("server-not-allowed");
    }
    String path = uri.getRawPath();
    return origin(uri) + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  private static boolean wellFormed(URI uri) {
    return uri.getScheme() != null
        && (uri.getScheme().equalsIgnoreCase("https") || uri.getScheme().equalsIgnoreCase("http"))
        && uri.getHost() != null
        && uri.getPort() <= 65_535
        && uri.getPort() != 0
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  private static String origin(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort();
    return scheme + "://" + host(uri) + (port < 0 || port == usual ? "" : ":" + port);
  }

  private static String host(URI uri) {
    return uri.getHost().toLowerCase(Locale.ROOT);
  }
}

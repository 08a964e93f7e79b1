package dev.carillon.net;

import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The head of a request as it was received. Immutable.
record RequestHead(
    String method,
    String target,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    InetSocketAddress remote,
    boolean secure)
    implements HttpRequestHead {
  /// Takes the head over from Netty.
  ///
  /// @throws IllegalArgumentException if the target is none that a server serves
  /// @param peer the other end of the TCP connection
  static RequestHead of(HttpRequest request, InetSocketAddress peer, TrustedProxies proxies) {
    String uri = request.uri();
    Map<String, String> headers = headers(request);
    boolean absolute = !uri.startsWith("/") && !uri.equals("*");
    if (absolute) {
      headers.put("host", authority(uri));
    }
    String target = absolute ? originForm(uri) : uri;
    return new RequestHead(
        request.method().name(),
        target,
        pathOf(target),
        Query.of(target),
        Collections.unmodifiableMap(headers),
        proxies.client(peer, headers),
        false);
  }

  /// Returns the path of a target.
  static String pathOf(String target) {
    int end = target.indexOf('?');
    return end < 0 ? target : target.substring(0, end);
  }

  /// Returns the authority of an absolute target, which counts instead of `Host` (RFC 9112 §3.2.2).
  private static String authority(String uri) {
    int start = uri.indexOf("://") + 3;
    String authority = start <= 3 ? "" : uri.substring(start, endOfAuthority(uri, start));
    if (authority.isEmpty() || Authority.parse(authority) == null) {
      throw new IllegalArgumentException("unusable request target");
    }
    return authority;
  }

  private static int endOfAuthority(String uri, int start) {
    int end = start;
    while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
      end++;
    }
    return end;
  }

  /// Returns an absolute target without scheme and authority.
  private static String originForm(String uri) {
    String rest = uri.substring(endOfAuthority(uri, uri.indexOf("://") + 3));
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static Map<String, String> headers(HttpRequest request) {
    var joined = new HashMap<String, String>(request.headers().size() * 2);
    for (var header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      joined.merge(name, header.getValue(), (a, b) -> a + ", " + b);
    }
    return joined;
  }

  /// Shows nothing that may hold a secret.
  @Override
  public String toString() {
    return method;
  }
}

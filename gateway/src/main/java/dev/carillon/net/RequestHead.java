package dev.carillon.net;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
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
  private static final int MAX_QUERY_NAMES = 64;

  /// Takes the head over from Netty.
  ///
  /// @throws IllegalArgumentException if the target is none that a server serves
  static RequestHead of(HttpRequest request, InetSocketAddress remote) {
    String target = originForm(request.uri());
    return new RequestHead(
        request.method().name(),
        target,
        pathOf(target),
        queryOf(target),
        headers(request),
        remote,
        false);
  }

  /// Returns the path of a target.
  static String pathOf(String target) {
    int end = target.indexOf('?');
    return end < 0 ? target : target.substring(0, end);
  }

  /// Returns a target without scheme and authority (RFC 9112 §3.2.2).
  private static String originForm(String uri) {
    if (uri.startsWith("/") || uri.equals("*")) {
      return uri;
    }
    int authority = uri.indexOf("://");
    if (authority <= 0) {
      throw new IllegalArgumentException("unusable request target");
    }
    int path = uri.indexOf('/', authority + 3);
    return path < 0 ? "/" : uri.substring(path);
  }

  /// Returns the query of a target, decoded.
  static Map<String, String> queryOf(String target) {
    if (target.indexOf('?') < 0) {
      return Map.of();
    }
    Map<String, List<String>> all =
        QueryStringDecoder.builder().maxParams(MAX_QUERY_NAMES).build(target).parameters();
    var first = new HashMap<String, String>(all.size() * 2);
    all.forEach((name, values) -> first.put(name, values.getFirst()));
    return Collections.unmodifiableMap(first);
  }

  private static Map<String, String> headers(HttpRequest request) {
    var joined = new HashMap<String, String>(request.headers().size() * 2);
    for (var header : request.headers()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      joined.merge(name, header.getValue(), (a, b) -> a + ", " + b);
    }
    return Collections.unmodifiableMap(joined);
  }

  /// Shows nothing that may hold a secret.
  @Override
  public String toString() {
    return method;
  }
}

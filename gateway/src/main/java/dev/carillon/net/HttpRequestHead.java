package dev.carillon.net;

import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The head of an HTTP request, as protocols need it. Immutable.
public interface HttpRequestHead {

  /// Returns the method in capitals.
  String method();

  /// Returns the request target as it was sent, query included. It may hold a token: never log it.
  String target();

  /// Returns the path of the target as it was sent.
  String path();

  /// Returns the query, decoded; of a repeated name the first value counts.
  Map<String, String> query();

  /// Returns all headers with names in lower case; repeated ones are joined by `, ` (RFC 9110 §5.3).
  Map<String, String> headers();

  /// Returns a header by its name in lower case.
  default @Nullable String header(String name) {
    return headers().get(name);
  }

  /// Returns where the client is: the other end of the TCP connection or, behind trusted proxies, what
  /// these say (see [TrustedProxies]), with port 0 where they do not say it.
  InetSocketAddress remote();

  /// Returns whether the TCP connection is encrypted.
  boolean secure();

  /// Returns the same head in the form that takes the least memory, for keeping it long. What it
  /// returns is made anew at each call.
  default HttpRequestHead kept() {
    return new KeptHead(this);
  }
}

package dev.carillon;

import java.net.URI;

/// Where clients reach an endpoint. Immutable.
///
/// @param endpoint the name of the endpoint
/// @param uri with `http` as its scheme; the host is a loopback address where all addresses are listened on
public record Address(String endpoint, URI uri) {

  static Address of(String endpoint, String host, int port, String path) {
    String reachable =
        switch (host) {
          case Mount.ANYWHERE, "::" -> "127.0.0.1";
          default -> host;
        };
    String written = reachable.contains(":") ? "[" + reachable + "]" : reachable;
    return new Address(endpoint, URI.create("http://" + written + ":" + port + path));
  }

  /// The name, a blank, the URI.
  @Override
  public String toString() {
    return endpoint + " " + uri;
  }
}

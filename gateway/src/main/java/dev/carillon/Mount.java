package dev.carillon;

import dev.carillon.net.Endpoint;
import java.util.List;

/// Endpoints on a port; a request goes to the first that accepts its path. Immutable.
///
/// @param host the address to listen on
/// @param port the port; 0 picks a free one, which [Gateway#port] tells
/// @param endpoints in the order in which they are asked; none of them is mounted anywhere else
public record Mount(String host, int port, List<Endpoint> endpoints) {
  /// All IPv4 addresses of the machine.
  static final String ANYWHERE = "0.0.0.0";

  private static final int HIGHEST_PORT = 65_535;

  /// @throws IllegalArgumentException for a port that cannot be
  public Mount {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("port: 0 to " + HIGHEST_PORT + ", not " + port);
    }
    endpoints = List.copyOf(endpoints);
  }

  /// Returns endpoints on a port of all addresses.
  public static Mount on(int port, Endpoint... endpoints) {
    return on(ANYWHERE, port, endpoints);
  }

  /// Returns endpoints on a port of one address.
  public static Mount on(String host, int port, Endpoint... endpoints) {
    return new Mount(host, port, List.of(endpoints));
  }
}

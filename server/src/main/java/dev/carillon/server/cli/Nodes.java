package dev.carillon.server.cli;

import dev.carillon.core.Instruments;
import dev.carillon.server.Node;
import dev.carillon.server.config.ServerConfig;

/// Makes the node that the configuration asks for.
final class Nodes {
  private Nodes() {}

  @SuppressWarnings("DoNotCallSuggester")
  static Node create(ServerConfig config, Instruments instruments) {
    throw new UnsupportedOperationException("there is no gateway in this build");
  }
}

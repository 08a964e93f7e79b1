package dev.carillon.server.apps;

import dev.carillon.core.Broker;
import dev.carillon.core.Store;
import dev.carillon.server.config.Secret;

/// Links to other Redis servers than the gateway's own, for apps that have a second one. Safe for any thread.
@FunctionalInterface
public interface Links {

  /// Opens a link, with the user and the password that are configured for the gateway's own, unless the
  /// address names others. Does not wait until it is there.
  Link open(Secret url);

  /// A link, which whoever opened it closes. Safe for any thread.
  ///
  /// @param broker may still be connecting
  /// @param store the state behind it
  /// @param closing lets go of both
  record Link(Broker broker, Store store, Runnable closing) implements AutoCloseable {
    @Override
    public void close() {
      closing.run();
    }
  }
}

package dev.carillon.server;

import dev.carillon.Gateway;
import dev.carillon.GatewayBuilder;
import dev.carillon.server.support.PublicationCheck;
import java.util.List;

/// An app between its configuration and the gateway; methods are called in this order, once each.
interface ServedApp extends AutoCloseable {

  /// Mounts the app's endpoints, before the gateway is started.
  void mount(GatewayBuilder gateway);

  /// Starts what the app does with the gateway once that runs. Does not wait for the broker.
  void start(Gateway gateway);

  /// Returns where clients can connect, one line per endpoint: a name, a blank, the URL.
  List<String> addresses(Gateway gateway);

  /// Returns what the gateway's own ways to publish are to ask first.
  default PublicationCheck publicationCheck() {
    return PublicationCheck.NONE;
  }

  /// Ends what [#start] started; the gateway still runs. Idempotent.
  @Override
  void close();
}

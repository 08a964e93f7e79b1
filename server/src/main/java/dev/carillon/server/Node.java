package dev.carillon.server;

import dev.carillon.Address;
import dev.carillon.core.Broker;
import dev.carillon.core.Interest;
import dev.carillon.core.Store;
import java.time.Duration;
import java.util.List;

/// A started gateway with its apps, as the server needs it.
///
/// [#broker()], [#store()], [#apps()], [#rooms()] and [#addresses()] are called from any thread; the others
/// from one thread at a time.
public interface Node extends AutoCloseable {

  /// Returns the broker, which may still be connecting.
  Broker broker();

  /// Returns the state that the apps share.
  Store store();

  /// Returns whom the publish API is to ask before it publishes.
  Interest.Source apps();

  /// Returns how many rooms have members now.
  int rooms();

  /// Returns where clients can connect.
  List<Address> addresses();

  /// Closes the listeners at once and all connections spread over a time; blocks as long.
  void drain(Duration over);

  /// Lets go of everything. Idempotent.
  @Override
  void close();
}

package dev.carillon.server;

import dev.carillon.core.Broker;
import java.time.Duration;
import java.util.List;

/// The gateway with its apps, as the server starts and stops it.
///
/// Made by a factory from the configuration; methods are called once each, in the order in which
/// they stand here, from one thread at a time.
public interface Node extends AutoCloseable {

  /// Returns the broker, which may still be connecting.
  Broker broker();

  /// Starts the apps and opens the listeners; returns when clients can connect.
  ///
  /// @throws RuntimeException if a port cannot be bound; the message says which one, and why
  void start();

  /// Returns where clients can connect, one line per listener: the app's name, a blank, the URL.
  List<String> addresses();

  /// Returns how many rooms have members now. Called from any thread.
  int rooms();

  /// Closes the listeners at once and all connections spread over a time; blocks as long.
  void drain(Duration over);

  /// Lets go of everything. Idempotent.
  @Override
  void close();
}

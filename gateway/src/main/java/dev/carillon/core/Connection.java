package dev.carillon.core;

/// One client's link, whatever its transport. It belongs to exactly one lane for all its life.
///
/// [#id()], [#lane()] and [#close] may be used from any thread.
public interface Connection {

  /// Returns the name of this connection on its node. It may be a secret of the client: never log
  /// it.
  String id();

  /// Returns the lane that owns this connection.
  Lane lane();

  /// Returns how the client is linked at the moment: `polling` or `websocket`.
  String transport();

  /// Ends the connection, for the reason given. Does nothing when it is closed already.
  void close(CloseReason reason);
}

package dev.carillon.socketio;

import java.util.List;

/// What a node asks all nodes, itself included, to do with sockets of a namespace. Immutable.
sealed interface Order {

  /// Returns the namespace.
  String namespace();

  /// Returns the sockets meant.
  Target target();

  /// Send them an event.
  record Emit(String namespace, Target target, EncodedEvent event) implements Order {}

  /// Put them into rooms.
  record Join(String namespace, Target target, List<String> rooms) implements Order {}

  /// Take them out of rooms.
  record Leave(String namespace, Target target, List<String> rooms) implements Order {}

  /// Send them away, and close their connections if `close`.
  record Disconnect(String namespace, Target target, boolean close) implements Order {}
}

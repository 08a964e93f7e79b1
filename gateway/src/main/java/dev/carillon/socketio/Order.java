package dev.carillon.socketio;

import java.util.List;

/// What a node wants all nodes, itself included, to do with sockets of a namespace. Immutable.
///
/// Some are done and nothing comes back; they share one channel, so that all nodes do them in one
/// order. Those that are [Asked] are questions to all nodes.
sealed interface Order {

  /// Returns the namespace.
  String namespace();

  /// Returns the sockets meant.
  Target target();

  /// Send them an event.
  record Emit(String namespace, Target target, EncodedEvent event) implements Order {}

  /// An order that changes where sockets are; it reaches those who are away, too.
  sealed interface Move extends Order {}

  /// Put them into rooms.
  record Join(String namespace, Target target, List<String> rooms) implements Move {}

  /// Take them out of rooms.
  record Leave(String namespace, Target target, List<String> rooms) implements Move {}

  /// Send them away, and close their connections if `close`.
  record Disconnect(String namespace, Target target, boolean close) implements Move {}

  /// Tell the listeners for server-side events, but those of the gateway that it came from.
  record ServerSideEmit(String namespace, String from, EncodedEvent event) implements Order {
    @Override
    public Target target() {
      return Target.EVERYBODY;
    }
  }

  /// An order that is answered.
  sealed interface Asked extends Order {}

  /// Say who they are.
  record Fetch(String namespace, Target target) implements Asked {}

  /// Send them an event, and say what their clients acknowledge it with.
  record EmitWithAck(String namespace, Target target, EncodedEvent event) implements Asked {}

  /// Tell the listeners for server-side events, but those of the gateway that it came from, and say
  /// what they answer.
  record ServerSideAsk(String namespace, String from, EncodedEvent event) implements Asked {
    @Override
    public Target target() {
      return Target.EVERYBODY;
    }
  }
}

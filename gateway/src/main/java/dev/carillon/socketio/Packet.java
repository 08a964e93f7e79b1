package dev.carillon.socketio;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A whole packet from a client. Immutable.
///
/// There is no CONNECT_ERROR here: only a server sends it.
sealed interface Packet {

  /// The ack id of an event that wants no acknowledgement.
  long NO_ACK = -1;

  /// Returns the namespace that the packet is for, `/` unless it names another.
  String namespace();

  /// A wish to enter a namespace.
  ///
  /// @param auth what the client says about itself, absent if it says nothing
  record Connect(String namespace, @Nullable ObjectNode auth) implements Packet {

    /// Leaves out `auth`, which usually holds a token.
    @Override
    public String toString() {
      return "Connect[" + namespace + "]";
    }
  }

  /// The end of a visit to a namespace.
  record Disconnect(String namespace) implements Packet {}

  /// An event.
  ///
  /// @param ackId the number under which an answer is expected, or [#NO_ACK]
  /// @param name the event's name; the digits of a name that is a number
  record Event(String namespace, long ackId, String name, Arguments arguments) implements Packet {}

  /// The answer to an event of ours.
  record Ack(String namespace, long ackId, Arguments arguments) implements Packet {}
}

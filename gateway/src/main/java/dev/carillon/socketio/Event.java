package dev.carillon.socketio;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// An event from a client. Safe for any thread.
public final class Event {
  private final Socket socket;
  private final String name;
  private final Arguments args;
  private final long ackId;
  private final AtomicBoolean acknowledged = new AtomicBoolean();

  Event(Socket socket, Packet.Event packet) {
    this.socket = socket;
    this.name = packet.name();
    this.args = packet.arguments();
    this.ackId = packet.ackId();
  }

  /// Returns the socket that it came from.
  public Socket socket() {
    return socket;
  }

  /// Returns the event's name.
  public String name() {
    return name;
  }

  /// Returns what came with it.
  public Arguments args() {
    return args;
  }

  /// Returns whether the client waits for an acknowledgement.
  public boolean wantsAck() {
    return ackId != Packet.NO_ACK;
  }

  /// Acknowledges, once; does nothing where no acknowledgement is wanted or one was sent.
  ///
  /// @param answer as for [Socket#emit]
  public void ack(@Nullable Object... answer) {
    if (wantsAck() && acknowledged.compareAndSet(false, true)) {
      socket.acknowledge(ackId, PacketEncoder.ack(answer));
    }
  }
}

package dev.carillon.engineio;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Message;

/// How an [EngineConnection] reaches its client at the moment. Confined to the connection's lane.
sealed interface Transport permits PollingTransport, WebSocketTransport {

  /// Returns the name that the protocol gives it.
  String name();

  /// Returns the encoding of what is sent over it.
  Encoding encoding();

  /// Returns whether something sent now would not wait behind earlier things.
  boolean isWritable();

  /// Sends a message at the end of the lane's turn.
  void send(Message message);

  /// Sends bytes that are in this transport's encoding at the end of the lane's turn.
  void send(Encoded packet);

  /// Allows so many bytes more to wait, until the client has read all.
  void allow(long moreBytes);

  /// Stops or resumes reading from the client, where that is possible.
  void setReading(boolean reading);

  /// Ends the transport after what was sent before.
  ///
  /// @return whether it is over; `false` while a polling client has yet to fetch what is left
  boolean close(CloseReason reason);

  /// Ends the transport whether or not all that was sent could go out.
  void terminate(CloseReason reason);
}

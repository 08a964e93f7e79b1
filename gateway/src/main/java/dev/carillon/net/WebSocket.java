package dev.carillon.net;

import dev.carillon.core.CloseReason;
import dev.carillon.core.Encoding;
import dev.carillon.core.Lane;
import dev.carillon.core.Outbox;

/// The writing side of one WebSocket: an outbox over a TCP connection. Confined to its lane.
///
/// What is appended must be whole frames (see [Frames]). A client that lets more than
/// `maxOutboundBytes` pile up is closed with [CloseReason#SLOW].
public abstract class WebSocket extends Outbox {

  protected WebSocket(Lane lane) {
    super(lane);
  }

  /// Returns the encoding that was agreed on in the handshake.
  @Override
  public abstract Encoding encoding();

  /// Sends a close frame with the reason's code and phrase and ends the connection once the client
  /// answered it, or after a short time. What was appended before goes out first.
  public abstract void close(CloseReason reason);

  /// Ends the connection with a close frame that has no status code (RFC 6455 §5.5.1).
  public abstract void closeWithoutCode(CloseReason reason);

  /// Ends the TCP connection at once, without a close frame.
  public abstract void terminate(CloseReason reason);

  /// Sends a ping frame (RFC 6455 §5.5.2).
  public abstract void ping();

  /// Allows so many bytes more to wait, until all that waits has been read once: for a replay, which
  /// is not the client's fault.
  public abstract void allow(long moreBytes);

  /// Stops or resumes reading from the client.
  public abstract void setReading(boolean reading);
}

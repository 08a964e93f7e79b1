package dev.carillon.net;

import dev.carillon.core.CloseReason;
import io.netty.buffer.ByteBuf;

/// Hears what comes over one WebSocket. Called in its lane only, and must not block.
public interface WebSocketListener {

  /// A whole text message, checked to be UTF-8. The buffer is lent for the length of the call.
  void onText(ByteBuf message);

  /// A whole binary message. The buffer is lent for the length of the call.
  void onBinary(ByteBuf message);

  /// The client answered a ping of ours.
  default void onPong() {}

  /// The socket has room again, after [WebSocket#isWritable()] was false.
  default void onWritable() {}

  /// The connection is over. Called exactly once, whoever ended it; nothing is heard after it.
  void onClosed(CloseReason reason);
}

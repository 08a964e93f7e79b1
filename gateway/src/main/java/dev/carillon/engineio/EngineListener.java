package dev.carillon.engineio;

import dev.carillon.core.CloseReason;
import io.netty.buffer.ByteBuf;

/// The protocol above one Engine.IO connection. Called in the connection's lane; must not block.
public interface EngineListener {

  /// A text message. The buffer is valid UTF-8 and lent for the length of the call.
  void onText(ByteBuf message);

  /// A binary message. The buffer is lent for the length of the call.
  void onBinary(ByteBuf message);

  /// The connection is over. Called exactly once; nothing is heard after it.
  void onClosed(CloseReason reason);
}

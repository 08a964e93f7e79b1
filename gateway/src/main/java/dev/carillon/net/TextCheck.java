package dev.carillon.net;

import dev.carillon.json.Utf8;
import io.netty.buffer.ByteBuf;

/// Checks the text of a frame of which only a part has come, so that bad text is noticed where it is
/// and not at the frame's end (RFC 6455 §8.1). Lives until the frame is whole. Confined to its lane.
final class TextCheck {
  private int state;
  private int checked;

  /// @param state where the message's earlier frames ended; see [Utf8]
  TextCheck(int state) {
    this.state = state;
  }

  /// Goes on with what has come since, masked as it is; returns whether it may be text.
  boolean advance(ByteBuf in, int payloadAt, int mask) {
    int end = in.writerIndex() - payloadAt;
    state = Utf8Buffers.advanceMasked(state, in, payloadAt, checked, end, mask);
    checked = end;
    return state != Utf8.INVALID;
  }
}

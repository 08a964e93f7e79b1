package dev.carillon.channels;

import dev.carillon.core.Encoded;
import dev.carillon.core.Encoding;
import dev.carillon.core.Message;
import dev.carillon.net.Frames;

/// One JSON text as a text frame.
final class ChannelMessage extends Message {
  private final byte[] json;
  private final int deflateThreshold;
  private final long arrivedNanos = System.nanoTime();

  /// @param deflateThreshold shorter texts go uncompressed to those who compress
  ChannelMessage(byte[] json, int deflateThreshold) {
    this.json = json;
    this.deflateThreshold = deflateThreshold;
  }

  @Override
  public long arrivedNanos() {
    return arrivedNanos;
  }

  @Override
  protected Encoded encode(Encoding encoding) {
    return encoding == Encoding.WEBSOCKET_DEFLATE
        ? Frames.deflated(json, Frames.TEXT, deflateThreshold)
        : Frames.frame(json, Frames.TEXT);
  }
}

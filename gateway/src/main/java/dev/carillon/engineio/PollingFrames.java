package dev.carillon.engineio;

import dev.carillon.core.Encoded;
import dev.carillon.net.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;

/// Turns what was encoded for polling into frames, for packets that waited across an upgrade.
final class PollingFrames {
  private static final byte SEPARATOR = 0x1E;

  private PollingFrames() {}

  /// Returns the frames that carry the same packets.
  static Encoded reframe(Encoded polled) {
    var frames = new ByteArrayOutputStream(polled.length() + Frames.MAX_HEADER_BYTES);
    int end = polled.offset() + polled.length();
    int start = polled.offset();
    for (int at = start; at <= end; at++) {
      if (at == end || polled.array()[at] == SEPARATOR) {
        put(Arrays.copyOfRange(polled.array(), start, at), frames);
        start = at + 1;
      }
    }
    return Encoded.of(frames.toByteArray());
  }

  private static void put(byte[] packet, ByteArrayOutputStream frames) {
    Encoded frame;
    if (packet[0] == 'b') {
      ByteBuf decoded =
          Objects.requireNonNull(
              PollingPayload.decode(Unpooled.wrappedBuffer(packet).skipBytes(1)));
      byte[] bytes = new byte[decoded.readableBytes()];
      decoded.readBytes(bytes);
      frame = Frames.frame(bytes, Frames.BINARY);
    } else {
      frame = Frames.frame(packet, Frames.TEXT);
    }
    frames.write(frame.array(), frame.offset(), frame.length());
  }
}

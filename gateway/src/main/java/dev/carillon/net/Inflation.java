package dev.carillon.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Decompresses messages (RFC 7692 §7.2.2), one at a time: nothing is kept between them.
///
/// One serves all connections of a lane. Confined to that lane.
final class Inflation {
  // What the sender has cut off the end of each message.
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
  private static final int STEP_BYTES = 4096;

  /// A message is larger, once decompressed, than it may be.
  static final class TooBigException extends Exception {}

  private @Nullable Inflater inflater;

  /// Returns the decompressed payload in a buffer that the caller owns.
  ///
  /// @throws TooBigException as soon as there are more than `maxBytes`
  /// @throws DataFormatException if the payload is not deflated
  ByteBuf inflate(ByteBuf payload, ByteBufAllocator allocator, int maxBytes)
      throws TooBigException, DataFormatException {
    Inflater running = inflater;
    if (running == null) {
      running = new Inflater(true);
      inflater = running;
    }
    ByteBuf out = allocator.directBuffer(STEP_BYTES);
    boolean done = false;
    try {
      running.reset();
      running.setInput(payload.nioBuffer());
      drain(running, out, maxBytes);
      running.setInput(TAIL);
      drain(running, out, maxBytes);
      done = true;
      return out;
    } finally {
      if (!done) {
        out.release();
      }
    }
  }

  private static void drain(Inflater running, ByteBuf out, int maxBytes)
      throws TooBigException, DataFormatException {
    while (!running.finished()) {
      out.ensureWritable(STEP_BYTES);
      ByteBuffer space = out.nioBuffer(out.writerIndex(), STEP_BYTES);
      int made = running.inflate(space);
      if (made == 0 && (running.needsInput() || running.needsDictionary())) {
        return;
      }
      out.writerIndex(out.writerIndex() + made);
      if (out.readableBytes() > maxBytes) {
        throw new TooBigException();
      }
    }
  }

  /// Frees the native memory. Called once the lane has ended.
  void close() {
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
  }
}

package dev.carillon.net;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.Deflater;

/// Compresses messages (RFC 7692 §7.2.1) with a few compressors that take turns. Any thread.
final class Deflaters {
  private static final int KEPT = 8;
  // A sync flush ends with these four bytes, which are not sent.
  private static final int TAIL_BYTES = 4;

  private static final ArrayBlockingQueue<Deflater> idle = new ArrayBlockingQueue<>(KEPT);

  private Deflaters() {}

  /// Returns the payload of a compressed message behind so many free bytes.
  static byte[] deflate(byte[] payload, int free) {
    Deflater deflater = idle.poll();
    if (deflater == null) {
      deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    }
    deflater.reset();
    deflater.setInput(payload);
    byte[] out = new byte[free + payload.length / 2 + 64];
    int at = free;
    while (true) {
      at += deflater.deflate(out, at, out.length - at, Deflater.SYNC_FLUSH);
      if (at < out.length) {
        break;
      }
      out = Arrays.copyOf(out, out.length * 2);
    }
    if (!idle.offer(deflater)) {
      deflater.end();
    }
    return Arrays.copyOf(out, at - TAIL_BYTES);
  }
}

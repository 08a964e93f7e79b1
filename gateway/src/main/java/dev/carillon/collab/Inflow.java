package dev.carillon.collab;

import dev.carillon.net.WebSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What a client has said and nobody has dealt with yet, over all documents of its connection: past a
/// limit it is not read from until half of that is done. So what waits in the inboxes of documents is bounded
/// by the number of connections, and by nothing else.
final class Inflow {
  static final int MAX_FRAMES = 1_000;
  static final long MAX_BYTES = 1024 * 1024;

  private final WebSocket socket;
  private final AtomicInteger frames = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /// Confined to the lane.
  private boolean paused;

  Inflow(WebSocket socket) {
    this.socket = socket;
  }

  /// Counts a frame that is handed on. In the lane.
  void begun(int length) {
    boolean many = frames.incrementAndGet() > MAX_FRAMES;
    boolean much = bytes.addAndGet(length) > MAX_BYTES;
    if ((many || much) && !paused) {
      paused = true;
      socket.setReading(false);
      resumeIfDone(); // it may have been dealt with between the count and the note
    }
  }

  /// Counts a frame that is dealt with. From any thread.
  void done(int length) {
    int framesLeft = frames.decrementAndGet();
    long bytesLeft = bytes.addAndGet(-length);
    if (isLow(framesLeft, bytesLeft)
        && !isLow(framesLeft + 1, bytesLeft + length)) { // the step over the line, and no other
      socket.lane().execute(this::resumeIfDone);
    }
  }

  private static boolean isLow(int framesLeft, long bytesLeft) {
    return framesLeft <= MAX_FRAMES / 2 && bytesLeft <= MAX_BYTES / 2;
  }

  private void resumeIfDone() {
    if (paused && isLow(frames.get(), bytes.get())) {
      paused = false;
      socket.setReading(true);
    }
  }
}

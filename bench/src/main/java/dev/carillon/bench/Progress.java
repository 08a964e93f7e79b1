package dev.carillon.bench;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// How many deliveries have arrived: written by the loader, awaited by the publisher. This is what
/// closes the loop between them, so neither polls the other.
final class Progress {
  private volatile long delivered;
  private volatile long wanted = Long.MAX_VALUE;
  private volatile @Nullable Thread waiting;

  /// Tells the new count; called by the loader's thread only.
  void delivered(long count) {
    delivered = count;
    if (count >= wanted) {
      LockSupport.unpark(waiting);
    }
  }

  long delivered() {
    return delivered;
  }

  /// Waits until the count reaches `target`; returns false after `nanos` or when interrupted. Called by
  /// the publisher's thread only.
  boolean await(long target, long nanos) {
    waiting = Thread.currentThread();
    wanted = target;
    long deadline = System.nanoTime() + nanos;
    while (delivered < target && !Thread.currentThread().isInterrupted()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      LockSupport.parkNanos(this, left);
    }
    wanted = Long.MAX_VALUE;
    return delivered >= target;
  }
}

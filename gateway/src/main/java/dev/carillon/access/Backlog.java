package dev.carillon.access;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Things to do that are done once they succeed: in order, again and again with pauses, by one virtual thread
/// while there are any.
///
/// Guarded by its own monitor, held for memory operations only. Past its limit the oldest are given up, the
/// one at hand included, which is then done in vain.
final class Backlog<T> implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final String thread;
  private final int most;
  private final Predicate<T> work;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ArrayDeque<T> waiting = new ArrayDeque<>();
  private boolean running;

  /// @param thread the name of the thread
  /// @param most how many may wait
  /// @param work does one thing, and may block; returns whether it is done
  Backlog(String thread, int most, Predicate<T> work) {
    this.thread = thread;
    this.most = most;
    this.work = work;
  }

  /// Adds something to do.
  ///
  /// @return false if something older was given up for it
  boolean add(T one) {
    boolean start;
    boolean full;
    synchronized (this) {
      full = waiting.size() >= most;
      if (full) {
        waiting.poll();
      }
      waiting.add(one);
      start = !running;
      running = true;
    }
    if (start) {
      Thread.ofVirtual().name(thread).start(this::run);
    }
    return !full;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    for (T one = first(); one != null; one = first()) {
      if (work.test(one)) {
        done(one);
        pause = FIRST_PAUSE;
      } else if (isClosedAfter(pause)) {
        return;
      } else {
        pause = pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      }
    }
  }

  private synchronized @Nullable T first() {
    T one = closed.getCount() == 0 ? null : waiting.peek();
    running = one != null;
    return one;
  }

  private synchronized void done(T one) {
    waiting.remove(one); // it may have been given up meanwhile
  }

  private boolean isClosedAfter(Duration pause) {
    try {
      return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Gives up all that waits. Idempotent.
  @Override
  public void close() {
    closed.countDown();
  }
}

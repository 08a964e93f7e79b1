package dev.carillon.cluster;

import dev.carillon.core.Lane;
import dev.carillon.core.Timed;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Runs something again and again on one virtual thread, and sooner when there is reason to.
///
/// The time is kept by a lane's wheel, which may not block, so each time is one permit for the
/// thread, which may. However many reasons come, between two runs is [#SOON_MILLIS] at least.
final class Heartbeat extends Timed {
  /// How long a reason waits, so that those that come together cost one run.
  static final long SOON_MILLIS = 50;

  private final Lane lane;
  private final long intervalMillis;
  private final Runnable beat;
  private final Runnable farewell;
  private final Semaphore due = new Semaphore(0);
  private volatile boolean closed;
  private volatile @Nullable Thread thread;

  // Confined to the lane.
  private boolean beating;
  private boolean wantedSoon;

  /// @param beat what to run; throws nothing
  /// @param farewell what to run at the very end, on the same thread; throws nothing
  Heartbeat(Lane lane, long intervalMillis, Runnable beat, Runnable farewell) {
    this.lane = lane;
    this.intervalMillis = intervalMillis;
    this.beat = beat;
    this.farewell = farewell;
  }

  /// Begins with a first run at once. Called once.
  void start() {
    Thread started = Thread.ofVirtual().name("carillon-nodes").unstarted(this::run);
    thread = started;
    lane.execute(() -> beating = true);
    due.release();
    started.start();
  }

  private void run() {
    due.acquireUninterruptibly();
    while (!closed) {
      beat.run();
      lane.execute(this::beaten);
      due.acquireUninterruptibly();
    }
    // What close interrupted was a beat; the farewell has its own time.
    boolean interrupted = Thread.interrupted();
    farewell.run();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void beaten() {
    beating = false;
    lane.timers().schedule(this, wantedSoon ? SOON_MILLIS : intervalMillis);
  }

  /// Asks for a run soon. Any thread.
  void soon() {
    lane.execute(() -> {
      if (!wantedSoon) {
        wantedSoon = true;
        if (!beating) {
          lane.timers().schedule(this, SOON_MILLIS);
        }
      }
    });
  }

  @Override
  protected void onDeadline() {
    beating = true;
    wantedSoon = false;
    due.release();
  }

  /// Cuts a run short that is under way, says farewell, and waits for that. Blocks.
  void close() {
    Thread running = thread;
    closed = true;
    if (running == null) {
      return;
    }
    lane.execute(() -> lane.timers().cancel(this));
    running.interrupt();
    due.release();
    try {
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.carillon.presence;

import dev.carillon.core.Clock;
import dev.carillon.core.Lane;
import dev.carillon.core.Timed;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that is done again and again on a virtual thread: now or at a time, never twice at once, and
/// once more if it was asked for meanwhile.
///
/// However often it is asked for, it is done once after the last time: so it looks at what is, and
/// nobody hands it anything. An idle one holds no thread. Times are kept by the wheel of one lane.
/// Safe for any thread.
final class Chore {
  private static final Logger LOG = LoggerFactory.getLogger(Chore.class);
  private static final long AFTER_FAILURE_MILLIS = 1000;

  /// Work that says when it is to be done again, whatever else asks for it.
  @FunctionalInterface
  interface Work {
    /// @return a time on the clock, [Long#MAX_VALUE] for not before it is asked for
    long run();
  }

  private final String name;
  private final Lane lane;
  private final Clock clock;
  private final Work work;
  private final AtomicInteger asked = new AtomicInteger();
  private final Alarm alarm = new Alarm();
  private volatile boolean ended;

  /// When the alarm goes off, at the latest. Written in the lane.
  private volatile long alarmAt = Long.MAX_VALUE;

  private final class Alarm extends Timed {
    @Override
    protected void onDeadline() {
      // First this, then the work: who changes something and still finds the old time is seen.
      alarmAt = Long.MAX_VALUE;
      now();
    }
  }

  Chore(String name, Lane lane, Work work) {
    this.name = name;
    this.lane = lane;
    this.clock = lane.clock();
    this.work = work;
  }

  /// Asks for the work to be done as soon as it can be.
  void now() {
    if (!ended && asked.getAndIncrement() == 0) {
      Thread.ofVirtual().name(name).start(this::work);
    }
  }

  /// Asks for the work to be done at a time, if it is not to be done before then anyway.
  void at(long time) {
    if (time <= clock.millis()) {
      now();
    } else if (time < alarmAt && !ended) {
      inLane(() -> {
        if (time < alarmAt && !ended) {
          alarmAt = time;
          lane.timers().schedule(alarm, Math.max(0, time - clock.millis()));
        }
      });
    }
  }

  private void inLane(Runnable task) {
    try {
      lane.execute(task);
    } catch (RejectedExecutionException e) {
      // The gateway is closed, and its lanes with it.
      ended = true;
    }
  }

  /// Does nothing any more; what is being done goes on to its end.
  void end() {
    ended = true;
    inLane(() -> lane.timers().cancel(alarm));
  }

  private void work() {
    int heard;
    do {
      heard = asked.get();
      if (!ended) {
        at(runOnce());
      }
    } while (!asked.compareAndSet(heard, 0));
  }

  private long runOnce() {
    try {
      return work.run();
    } catch (RuntimeException | Error e) {
      // Ours: what it was about is still there the next time.
      LOG.error("{} failed", name, e);
      return clock.millis() + AFTER_FAILURE_MILLIS;
    }
  }
}

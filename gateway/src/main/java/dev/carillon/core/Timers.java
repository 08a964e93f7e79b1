package dev.carillon.core;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A timing wheel: the deadlines of all connections of a lane on one scheduled task.
///
/// A deadline costs two links in its owner and nothing else; setting, moving and cancelling it take
/// constant time. Deadlines are kept to within [#TICK_MILLIS], on the early side: a promise to act
/// "at most so long after" is kept. Confined to its lane.
public final class Timers {
  /// How often the wheel turns, and how much too early a deadline may be.
  public static final long TICK_MILLIS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

  static final int UNSCHEDULED = -1;

  /// Taken off the wheel and about to be called, unless it is cancelled before.
  private static final int DUE = -2;

  private static final int SLOTS = 1024;

  private final EventExecutor executor;
  private final Clock clock;
  private final @Nullable Timed[] slots = new Timed[SLOTS];
  private final ArrayList<Timed> due = new ArrayList<>();
  private long turnedTo;
  private int scheduled;
  private boolean turning;

  Timers(EventExecutor executor, Clock clock) {
    this.executor = executor;
    this.clock = clock;
    this.turnedTo = tickOf(clock.millis());
  }

  /// Sets or moves a deadline to so many milliseconds from now.
  public void schedule(Timed timed, long delayMillis) {
    scheduleAt(timed, clock.millis() + delayMillis);
  }

  /// Sets the next deadline to so many milliseconds after the one that was just reached, so that the
  /// lateness of a busy lane does not add up; but leaves at least half of them from now.
  public void scheduleNext(Timed timed, long delayMillis) {
    long earliest = clock.millis() + delayMillis / 2;
    scheduleAt(timed, Math.max(timed.deadline + delayMillis, earliest));
  }

  private void scheduleAt(Timed timed, long deadline) {
    cancel(timed);
    long now = clock.millis();
    if (scheduled == 0) {
      turnedTo = tickOf(now);
    }
    timed.deadline = deadline;
    int slot = Math.floorMod(Math.max(tickOf(timed.deadline), turnedTo + 1), SLOTS);
    insert(timed, slot);
    scheduled++;
    if (!turning) {
      turning = true;
      executor.schedule(this::turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /// Cancels a deadline, if there is one.
  public void cancel(Timed timed) {
    if (timed.slot < 0) {
      timed.slot = UNSCHEDULED;
      return;
    }
    if (timed.earlier != null) {
      timed.earlier.later = timed.later;
    } else {
      slots[timed.slot] = timed.later;
    }
    if (timed.later != null) {
      timed.later.earlier = timed.earlier;
    }
    timed.earlier = null;
    timed.later = null;
    timed.slot = UNSCHEDULED;
    scheduled--;
  }

  private void insert(Timed timed, int slot) {
    Timed first = slots[slot];
    timed.slot = slot;
    timed.later = first;
    if (first != null) {
      first.earlier = timed;
    }
    slots[slot] = timed;
  }

  private void turn() {
    long now = tickOf(clock.millis());
    // After a long stop of the clock (or a leap of a fake one) each slot needs one visit only.
    long from = Math.max(turnedTo + 1, now - SLOTS + 1);
    for (long tick = from; tick <= now; tick++) {
      turnedTo = tick;
      expire(Math.floorMod(tick, SLOTS), now);
    }
    if (scheduled > 0) {
      executor.schedule(this::turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
    } else {
      turning = false;
    }
  }

  private void expire(int slot, long now) {
    for (Timed timed = slots[slot]; timed != null; ) {
      Timed next = timed.later;
      if (tickOf(timed.deadline) <= now) {
        cancel(timed);
        timed.slot = DUE;
        due.add(timed);
      }
      timed = next;
    }
    // Collected first, since what a deadline does may cancel or move others of the same slot.
    for (int i = 0; i < due.size(); i++) {
      Timed timed = due.get(i);
      if (timed.slot == DUE) {
        timed.slot = UNSCHEDULED;
        call(timed);
      }
    }
    due.clear();
  }

  private static void call(Timed timed) {
    try {
      timed.onDeadline();
    } catch (RuntimeException | Error e) {
      // One connection's bug must not stop the wheel for its neighbours.
      LOG.error("deadline failed", e);
    }
  }

  private static long tickOf(long millis) {
    return Math.floorDiv(millis, TICK_MILLIS); // the clock's origin is arbitrary
  }
}

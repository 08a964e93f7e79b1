package dev.carillon.core;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A timing wheel: the deadlines of all connections of a lane on one scheduled task.
///
/// A deadline costs two links in its owner and nothing else; setting, moving and cancelling it take
/// constant time. It is never reached early, and on a lane that has nothing else to do about a
/// millisecond late at most: peers count the same time by clocks of their own, and notice both.
///
/// Two wheels do that. The coarse one has a slot for each [#TICK_MILLIS] of half a minute; a deadline
/// further off waits in its slot for another turn. What the present tick holds is spread over the fine
/// wheel, a slot for each millisecond. The task wakes for the next fine slot that holds something, or
/// else at the next tick: idle connections cost one wake for each tick, however many they are.
///
/// Confined to its lane.
public final class Timers {
  private static final int TICK_BITS = 4;

  /// How often the coarse wheel turns.
  public static final long TICK_MILLIS = 1 << TICK_BITS;

  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

  static final int UNSCHEDULED = -1;

  /// Taken off the wheel and about to be called, unless it is cancelled before.
  private static final int DUE = -2;

  private static final int COARSE_SLOTS = 2048;
  private static final int FINE_SLOTS = 1 << TICK_BITS;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final EventExecutor executor;
  private final Clock clock;

  /// The coarse slots, then the fine ones.
  private final @Nullable Timed[] slots = new Timed[COARSE_SLOTS + FINE_SLOTS];

  private final ArrayList<Timed> due = new ArrayList<>();

  /// The tick that the fine wheel is about.
  private long tick;

  /// The millisecond up to which deadlines have been reached.
  private long reached;

  private int scheduled;
  private long wakeMillis;
  private @Nullable ScheduledFuture<?> wake;

  Timers(EventExecutor executor, Clock clock) {
    this.executor = executor;
    this.clock = clock;
  }

  /// Sets or moves a deadline to so many milliseconds from now.
  public void schedule(Timed timed, long delayMillis) {
    scheduleAt(timed, nextMilli() + delayMillis);
  }

  /// Sets the next deadline to so many milliseconds after the one that was just reached, so that the
  /// lateness of a busy lane does not add up; but leaves at least half of them from now.
  public void scheduleNext(Timed timed, long delayMillis) {
    long earliest = nextMilli() + delayMillis / 2;
    scheduleAt(timed, Math.max(timed.deadline + delayMillis, earliest));
  }

  /// Returns the first whole millisecond that is not in the past: what is counted from there is not
  /// over early.
  private long nextMilli() {
    return Math.ceilDiv(clock.nanos(), NANOS_PER_MILLI);
  }

  private void scheduleAt(Timed timed, long deadline) {
    cancel(timed);
    if (wake == null && due.isEmpty()) { // the wheel stands still
      reached = clock.millis();
      tick = reached >> TICK_BITS;
    }
    timed.deadline = deadline;
    insert(timed);
    scheduled++;
    arm();
  }

  /// Cancels a deadline, if there is one.
  public void cancel(Timed timed) {
    if (timed.slot < 0) {
      timed.slot = UNSCHEDULED;
      return;
    }
    take(timed);
    timed.slot = UNSCHEDULED;
    scheduled--;
  }

  private void insert(Timed timed) {
    long at = Math.max(timed.deadline, reached + 1);
    boolean fine = at >> TICK_BITS == tick;
    put(timed, fine ? fineSlot(at) : coarseSlot(at >> TICK_BITS));
  }

  private void put(Timed timed, int slot) {
    Timed first = slots[slot];
    timed.slot = slot;
    timed.later = first;
    if (first != null) {
      first.earlier = timed;
    }
    slots[slot] = timed;
  }

  private void take(Timed timed) {
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
  }

  private static int coarseSlot(long tick) {
    return (int) (tick & (COARSE_SLOTS - 1)); // the clock's origin is arbitrary, so below 0 as well
  }

  private static int fineSlot(long millis) {
    return COARSE_SLOTS + (int) (millis & (FINE_SLOTS - 1));
  }

  /// Has the wheel turned in time for what is next, if it would not be.
  private void arm() {
    long next = (tick + 1) << TICK_BITS;
    for (long at = Math.max(reached + 1, tick << TICK_BITS); at < next; at++) {
      if (slots[fineSlot(at)] != null) {
        next = at;
      }
    }
    ScheduledFuture<?> before = wake;
    if (before != null) {
      if (wakeMillis <= next) {
        return;
      }
      before.cancel(false);
    }
    wakeMillis = next;
    long nanos = next * NANOS_PER_MILLI - clock.nanos();
    wake = executor.schedule(this::turn, nanos, TimeUnit.NANOSECONDS);
  }

  private void turn() {
    wake = null;
    long now = clock.millis();
    long nowTick = now >> TICK_BITS;
    reached = Math.max(reached, now); // what is set from here on belongs behind it
    if (nowTick > tick) {
      for (int slot = COARSE_SLOTS; slot < slots.length; slot++) {
        expire(slot, now);
      }
      // After a long stop of the clock (or a leap of a fake one) each slot needs one visit only.
      for (long past = Math.max(tick + 1, nowTick - COARSE_SLOTS + 1); past < nowTick; past++) {
        expire(coarseSlot(past), now);
      }
      tick = nowTick;
      spread(coarseSlot(nowTick));
    }
    for (long at = tick << TICK_BITS; at <= now; at++) {
      expire(fineSlot(at), now);
    }
    if (scheduled > 0) {
      arm();
    }
  }

  /// Moves what belongs to the present tick to the fine wheel.
  private void spread(int coarse) {
    for (Timed timed = slots[coarse]; timed != null; ) {
      Timed next = timed.later;
      long at = timed.deadline >> TICK_BITS;
      if (at <= tick) {
        take(timed);
        put(timed, at < tick ? fineSlot(tick << TICK_BITS) : fineSlot(timed.deadline));
      }
      timed = next;
    }
  }

  private void expire(int slot, long now) {
    for (Timed timed = slots[slot]; timed != null; ) {
      Timed next = timed.later;
      if (timed.deadline <= now) {
        take(timed);
        scheduled--;
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
}

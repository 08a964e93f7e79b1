package dev.carillon.core;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/// A deadline that is set and moved from any thread; of several calls, the last one counts. Once the lane has ended,
/// as its gateway stops, there are no more deadlines.
public final class Alarm {
  private final Lane lane;
  private final Timed timed;

  /// @param lane whose timers keep the deadline
  /// @param action called in that lane, so it only hands on
  public Alarm(Lane lane, Runnable action) {
    this.lane = lane;
    this.timed =
        new Timed() {
          @Override
          protected void onDeadline() {
            action.run();
          }
        };
  }

  /// Sets or moves the deadline, to a millisecond from now at least.
  public void set(Duration fromNow) {
    long millis = Math.max(1, fromNow.toMillis());
    inLane(() -> lane.timers().schedule(timed, millis));
  }

  /// Cancels the deadline, if there is one.
  public void cancel() {
    inLane(() -> lane.timers().cancel(timed));
  }

  private void inLane(Runnable task) {
    try {
      lane.execute(task);
    } catch (RejectedExecutionException _) {
      // The lane has ended.
    }
  }
}

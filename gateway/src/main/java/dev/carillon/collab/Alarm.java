package dev.carillon.collab;

import dev.carillon.core.Lane;
import dev.carillon.core.Timed;
import java.time.Duration;

/// A deadline that may be set from any thread; of two calls, the later one counts.
final class Alarm {
  private final Lane lane;
  private final Timed timed;

  /// @param lane whose timers keep the deadline
  /// @param action called in that lane, so it only hands on
  Alarm(Lane lane, Runnable action) {
    this.lane = lane;
    this.timed =
        new Timed() {
          @Override
          protected void onDeadline() {
            action.run();
          }
        };
  }

  void set(Duration fromNow) {
    lane.execute(() -> lane.timers().schedule(timed, Math.max(1, fromNow.toMillis())));
  }

  void cancel() {
    lane.execute(() -> lane.timers().cancel(timed));
  }
}

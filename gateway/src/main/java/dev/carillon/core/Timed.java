package dev.carillon.core;

import org.jspecify.annotations.Nullable;

/// Something with one deadline, kept by the [Timers] of a lane. Confined to that lane.
public abstract class Timed {
  long deadline;
  @Nullable Timed earlier;
  @Nullable Timed later;
  int slot = Timers.UNSCHEDULED;

  /// Called in the lane once the deadline is reached; it is then no longer scheduled.
  protected abstract void onDeadline();
}

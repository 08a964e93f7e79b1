package dev.carillon.core;

import dev.carillon.support.FakeClock;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A lane that the test turns by hand: tasks wait until [#turn()], deadlines until [#advance].
///
/// The test's own thread counts as the lane. Confined to it.
public final class HandLane {
  public final FakeClock clock;
  public final Lane lane;
  private final EmbeddedChannel channel = new EmbeddedChannel();

  public HandLane() {
    this(0, new FakeClock());
  }

  public HandLane(int index, FakeClock clock) {
    this.clock = clock;
    channel.freezeTime();
    lane =
        new Lane(
            index, channel.eventLoop(), UnpooledByteBufAllocator.DEFAULT, clock, Instruments.NONE);
    turn();
  }

  /// Runs all tasks that wait, and those they bring.
  public void turn() {
    channel.runPendingTasks();
  }

  /// Lets so many milliseconds pass, one by one.
  void pass(long millis) {
    for (long i = 0; i < millis; i++) {
      clock.advance(Duration.ofMillis(1));
      channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
      turn();
    }
  }

  /// Moves the clock by so many milliseconds at once, and lets the wheel turn.
  public void advance(long millis) {
    clock.advance(Duration.ofMillis(millis));
    channel.advanceTimeBy(Math.max(millis, Timers.TICK_MILLIS), TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    turn();
  }
}

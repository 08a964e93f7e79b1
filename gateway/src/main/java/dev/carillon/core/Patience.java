package dev.carillon.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/// How long one newcomer is held, over all that it has to wait for. Made by [Readiness#patience].
///
/// The time begins when it is made, and is that of the newcomer's lane, whose timers keep the deadlines.
/// Confined to one virtual thread, which it blocks; never used in a lane.
public final class Patience {
  private static final long SHORTEST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final Readiness readiness;
  private final Lane lane;
  private final long endMillis;
  private long pauseMillis = SHORTEST_PAUSE_MILLIS;

  Patience(Readiness readiness, Lane lane, Duration howLong) {
    this.readiness = readiness;
    this.lane = lane;
    this.endMillis = lane.clock().millis() + howLong.toMillis();
  }

  /// Waits until newcomers may come in, and stages of this one's own have completed.
  ///
  /// @param also such as [Broker.Subscription#confirmed()]
  /// @return whether it is so; `false` when the time is over, a stage has failed or the gateway closes
  public boolean awaitReady(CompletionStage<?>... also) {
    List<CompletableFuture<?>> own =
        Stream.of(also).<CompletableFuture<?>>map(CompletionStage::toCompletableFuture).toList();
    return holdUntil(readiness.await(own), left(), false);
  }

  /// Waits a little before something is tried again that may work later: a store that did not answer, say.
  /// Longer each time, up to a second.
  ///
  /// @return whether to try; `false` when the time is over or the gateway closes
  public boolean awaitNextTry() {
    long left = left();
    if (left <= 0 || readiness.isClosed()) {
      return false;
    }
    long pause = Math.min(pauseMillis, left);
    pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
    return holdUntil(readiness.await(List.of(new CompletableFuture<>())), pause, true);
  }

  private long left() {
    return endMillis - lane.clock().millis();
  }

  private boolean holdUntil(CompletableFuture<Boolean> answer, long millis, boolean otherwise) {
    if (!answer.isDone() && millis <= 0) {
      answer.complete(otherwise);
    }
    if (answer.isDone()) {
      return answer.join();
    }
    var deadline = new Deadline(answer, otherwise);
    lane.execute(() -> lane.timers().schedule(deadline, millis));
    boolean result = answer.join();
    lane.execute(() -> lane.timers().cancel(deadline));
    return result;
  }

  /// What the answer is when nothing else has brought one by then.
  private static final class Deadline extends Timed {
    private final CompletableFuture<Boolean> answer;
    private final boolean otherwise;

    Deadline(CompletableFuture<Boolean> answer, boolean otherwise) {
      this.answer = answer;
      this.otherwise = otherwise;
    }

    @Override
    protected void onDeadline() {
      answer.complete(otherwise);
    }
  }
}

package dev.carillon.server.support;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A stop that can be waited for: every pause of a part ends at once when that part stops.
///
/// Safe for any thread.
public final class StopSignal {
  private final CountDownLatch stopped = new CountDownLatch(1);

  /// Stops. Idempotent.
  public void stop() {
    stopped.countDown();
  }

  /// Tells whether [#stop()] was called.
  public boolean stopped() {
    return stopped.getCount() == 0;
  }

  /// Pauses the calling thread.
  ///
  /// @return whether the pause was ended by the stop (or by an interrupt, which is kept)
  public boolean pause(Duration time) {
    try {
      return stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}

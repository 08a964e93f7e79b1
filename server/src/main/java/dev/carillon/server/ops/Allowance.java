package dev.carillon.server.ops;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of all requests together that this node holds at once. Safe for any thread.
final class Allowance {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  Allowance(long most) {
    this.most = most;
  }

  /// Returns whether so many more would fit.
  boolean has(long bytes) {
    return taken.get() + bytes <= most;
  }

  /// Takes so many, whether they fit or not.
  void take(long bytes) {
    taken.addAndGet(bytes);
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}

package dev.carillon.core;

import io.netty.util.concurrent.FastThreadLocalThread;

/// The thread of a lane. It never waits for another one, and [Lane#awaitCapacity] knows it by this.
public final class LaneThread extends FastThreadLocalThread {

  public LaneThread(Runnable task, String name) {
    super(task, name);
  }
}

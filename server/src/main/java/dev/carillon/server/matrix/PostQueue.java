package dev.carillon.server.matrix;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Bounded work queues, some per server, so that one slow server holds up only itself.
///
/// Work of one room runs in order, one at a time: rooms are spread over a server's queues by their
/// hash, and each queue that holds work has one virtual thread. An empty queue costs nothing.
///
/// Safe for any thread; guarded by one lock, which is never held while work runs.
final class PostQueue {
  private record Line(String server, int number) {}

  private final int perServer;
  private final int lines;
  private final int maxServers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private final Map<Line, ArrayDeque<Runnable>> queues = new HashMap<>();
  private final Map<String, Integer> waiting = new HashMap<>();

  /// @param perServer how much may wait or run per server
  /// @param lines how much may run at once per server
  /// @param maxServers how many servers may have work at once
  PostQueue(int perServer, int lines, int maxServers) {
    this.perServer = perServer;
    this.lines = lines;
    this.maxServers = maxServers;
  }

  /// Returns whether there is room for work. Who alone offers work can rely on it.
  boolean hasRoom(String server) {
    lock.lock();
    try {
      Integer already = waiting.get(server);
      return already == null ? waiting.size() < maxServers : already < perServer;
    } finally {
      lock.unlock();
    }
  }

  /// Queues work; it must not throw.
  ///
  /// @return false if there is no room for it
  boolean offer(String server, String room, Runnable work) {
    lock.lock();
    try {
      Integer already = waiting.get(server);
      if (already == null ? waiting.size() >= maxServers : already >= perServer) {
        return false;
      }
      waiting.merge(server, 1, Integer::sum);
      Line line = new Line(server, Math.floorMod(room.hashCode(), lines));
      ArrayDeque<Runnable> queue = queues.get(line);
      if (queue == null) {
        queue = new ArrayDeque<>();
        queues.put(line, queue);
        Thread.ofVirtual().name("matrix-post").start(() -> run(line));
      }
      queue.add(work);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all work is done.
  ///
  /// @return false if the time was up first
  boolean awaitEmpty(Duration time) throws InterruptedException {
    long nanos = time.toNanos();
    lock.lock();
    try {
      while (!queues.isEmpty()) {
        if (nanos <= 0) {
          return false;
        }
        nanos = emptied.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// How much waits or runs, over all servers.
  int size() {
    lock.lock();
    try {
      return waiting.values().stream().mapToInt(Integer::intValue).sum();
    } finally {
      lock.unlock();
    }
  }

  private void run(Line line) {
    for (Runnable work = take(line); work != null; work = take(line)) {
      try {
        work.run();
      } finally {
        done(line);
      }
    }
  }

  private @Nullable Runnable take(Line line) {
    lock.lock();
    try {
      ArrayDeque<Runnable> queue = queues.get(line);
      Runnable work = queue == null ? null : queue.poll();
      if (work == null) {
        queues.remove(line);
        emptied.signalAll();
      }
      return work;
    } finally {
      lock.unlock();
    }
  }

  private void done(Line line) {
    lock.lock();
    try {
      waiting.computeIfPresent(line.server, (server, n) -> n > 1 ? n - 1 : null);
    } finally {
      lock.unlock();
    }
  }
}

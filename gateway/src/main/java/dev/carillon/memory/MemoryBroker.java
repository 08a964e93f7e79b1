package dev.carillon.memory;

import dev.carillon.core.Broker;
import dev.carillon.core.BrokerException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker inside this process: order is the order of `publish`.
///
/// Its own thread is one daemon thread that calls the listeners. Between it and the publishers is a
/// queue of [#DEFAULT_CAPACITY] messages; when listeners are that far behind, `publish` fails rather
/// than waits. The broker is `READY` until it is closed, and every subscription is in force when
/// `subscribe` returns. What was published before, and is still queued, does not reach it.
public final class MemoryBroker implements Broker {

  /// Messages that may wait for the listeners.
  public static final int DEFAULT_CAPACITY = 65_536;

  private static final Logger log = LoggerFactory.getLogger(MemoryBroker.class);

  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Queued(long number, String channel, byte[] message) {}

  private final int capacity;
  private final Holds holds = new Holds();
  private final List<Consumer<State>> stateListeners = new CopyOnWriteArrayList<>();
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  // Guarded by the lock.
  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private long published;
  private boolean closed;

  public MemoryBroker() {
    this(DEFAULT_CAPACITY);
  }

  /// @param capacity how many messages may wait for the listeners
  public MemoryBroker(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be 1 or more, not " + capacity);
    }
    this.capacity = capacity;
    this.thread =
        Thread.ofPlatform().daemon().name("carillon-memory-broker").start(this::deliverAll);
  }

  @Override
  public CompletionStage<Void> publish(String channel, byte[] message) {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedStage(new BrokerException("the broker is closed"));
      }
      if (queue.size() >= capacity) {
        return CompletableFuture.failedStage(
            new BrokerException("the broker's queue is full: " + capacity + " messages"));
      }
      queue.add(new Queued(++published, channel, message));
      notEmpty.signal();
      return CompletableFuture.completedStage(null);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Subscription subscribe(String channel, Listener listener) {
    return hold(channel, null, listener);
  }

  @Override
  public Subscription subscribePattern(String glob, Listener listener) {
    return hold(glob, new Glob(glob), listener);
  }

  private Subscription hold(String name, @Nullable Glob glob, Listener listener) {
    lock.lock();
    try {
      var hold = new Holds.Hold(holds, name, glob, listener, published, closed);
      if (!closed) {
        holds.add(hold);
      }
      return hold;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean reachesOtherNodes() {
    return false;
  }

  @Override
  public State state() {
    lock.lock();
    try {
      return closed ? State.CLOSED : State.READY;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onStateChange(Consumer<State> listener) {
    stateListeners.add(listener);
  }

  /// Always 0: there is no link that could be lost.
  @Override
  public long reconnects() {
    return 0;
  }

  /// Closes all subscriptions; what is still queued is dropped. Does not wait for the listeners.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      queue.clear();
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
    holds.closeAll();
  }

  private void deliverAll() {
    Queued next = take();
    while (next != null) {
      for (Holds.Hold hold : holds.of(next.channel)) {
        if (hold.covers(next.number)) {
          deliver(hold, next);
        }
      }
      next = take();
    }
    for (Consumer<State> listener : stateListeners) {
      try {
        listener.accept(State.CLOSED);
      } catch (RuntimeException e) {
        log.error("broker state listener failed: state={}", State.CLOSED, e);
      }
    }
  }

  private static void deliver(Holds.Hold hold, Queued queued) {
    try {
      // A copy, because the publisher still has the original and each listener owns its array.
      hold.listener().onMessage(queued.channel, queued.message.clone());
    } catch (RuntimeException | LinkageError | AssertionError e) {
      log.error(
          "broker listener failed: channel={} bytes={}", queued.channel, queued.message.length, e);
    }
  }

  /// Waits for the next message; returns `null` when the broker is closed.
  private @Nullable Queued take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        notEmpty.awaitUninterruptibly();
      }
      return closed ? null : queue.poll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns the thread that calls the listeners.
  Thread thread() {
    return thread;
  }
}

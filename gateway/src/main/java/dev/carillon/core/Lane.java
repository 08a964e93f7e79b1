package dev.carillon.core;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event loop together with the connections it owns.
///
/// Whatever belongs to a connection is touched in its lane only, so none of it needs a lock. A
/// **turn** is what the lane does between two flushes: it takes the tasks that wait, which append to
/// the outboxes of connections, and then writes each outbox that got something, once.
///
/// [#execute], [#run], [#runBehindReads], [#executeAfterRound] and [#awaitCapacity] may be called from
/// any thread; all else that changes anything only in the lane.
public final class Lane {
  /// Tasks that may wait before those who bring more are made to wait too.
  static final int MAX_WAITING = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private static final long BACKOFF_NANOS = 50_000;

  private final int index;
  private final EventExecutor executor;
  private final ByteBufAllocator allocator;
  private final Clock clock;
  private final Timers timers;
  private final Instruments instruments;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Batch[] empty = new Batch[Encoding.values().length];
  private final ArrayList<Batch> materialized = new ArrayList<>();
  private Outbox[] dirty = new Outbox[64];
  private int dirtyCount;
  private boolean turnOpen;
  private long[] arrivals = new long[64];
  private int arrivalCount;
  private int visit;

  public Lane(
      int index,
      EventExecutor executor,
      ByteBufAllocator allocator,
      Clock clock,
      Instruments instruments) {
    this.index = index;
    this.executor = executor;
    this.allocator = allocator;
    this.clock = clock;
    this.instruments = instruments;
    this.timers = new Timers(executor, clock);
    Arrays.setAll(empty, i -> Batch.empty());
  }

  /// Returns the place of this lane among its gateway's lanes, from 0.
  public int index() {
    return index;
  }

  /// Returns the event loop that this lane is.
  public EventExecutor executor() {
    return executor;
  }

  /// Returns the clock that this lane goes by.
  public Clock clock() {
    return clock;
  }

  /// Returns the timers of this lane's connections.
  public Timers timers() {
    return timers;
  }

  /// Returns whether the calling thread is this lane.
  public boolean inLane() {
    return executor.inEventLoop();
  }

  /// Runs a task in this lane, after those that wait already. From any thread; never waits itself,
  /// so it may be called under a lock. Who brings many calls [#awaitCapacity] before.
  public void execute(Runnable task) {
    waiting.incrementAndGet();
    executor.execute(() -> {
      waiting.decrementAndGet();
      task.run();
    });
  }

  /// Holds the calling thread up while too many tasks wait, so that whoever produces faster than the
  /// lanes deliver is slowed down instead of filling the memory. For the broker's thread this means
  /// that the broker itself keeps what does not fit.
  ///
  /// Called with no lock held: a lane that waited for that lock would never get to its tasks. Returns
  /// at once in a lane, since lanes that waited for each other would never end.
  public void awaitCapacity() {
    if (waiting.get() <= MAX_WAITING || Thread.currentThread() instanceof LaneThread) {
      return;
    }
    while (waiting.get() > MAX_WAITING && !executor.isShuttingDown()) {
      LockSupport.parkNanos(this, BACKOFF_NANOS);
    }
  }

  /// Runs a task at once when called in this lane, else as [#execute] does, after
  /// [#awaitCapacity()].
  public void run(Runnable task) {
    if (inLane()) {
      task.run();
    } else {
      awaitCapacity();
      execute(task);
    }
  }

  /// Runs a task at once when called in this lane, else behind all that the clients of this lane have
  /// sent by now, after [#awaitCapacity()].
  ///
  /// For what came over a connection of another lane: a mere task could overtake bytes that had arrived
  /// here before it and were not read yet. The task waits for one look at the network, since a deadline
  /// that is over at once is not reached before the loop's next turn.
  public void runBehindReads(Runnable task) {
    if (inLane()) {
      task.run();
    } else {
      awaitCapacity();
      executeBehindReads(task);
    }
  }

  /// Runs a task in this lane behind all that its clients have sent by now, also when called in it: of
  /// what waits on several connections, the lane may see the later first. From any thread; never waits.
  public void executeBehindReads(Runnable task) {
    execute(() -> executor.schedule(task, 0, TimeUnit.NANOSECONDS));
  }

  /// Runs a task in this lane once every lane has taken in what its clients had sent by now, and once
  /// what was handed over by [#runBehindReads] for it has been done. From any thread; never waits.
  public void executeAfterRound(List<Lane> all, Runnable task) {
    var left = new AtomicInteger(all.size());
    Runnable arrived =
        () -> {
          if (left.decrementAndGet() == 0) {
            executeBehindReads(task);
          }
        };
    for (Lane lane : all) {
      try {
        lane.executeBehindReads(arrived);
      } catch (RejectedExecutionException e) {
        arrived.run(); // a lane that has ended brings nothing more
      }
    }
  }

  /// Begins a walk over members in which each is to be met once; returns the walk's mark.
  int beginVisit() {
    // 0 is the mark of those whom no walk has met.
    visit = visit == -1 ? 1 : visit + 1;
    return visit;
  }

  /// Notes that a message was appended to outboxes in this turn, for its delivery latency.
  void delivered(Message message) {
    if (arrivalCount == arrivals.length) {
      arrivals = Arrays.copyOf(arrivals, arrivalCount * 2);
    }
    arrivals[arrivalCount++] = message.arrivedNanos();
  }

  Batch emptyBatch(Encoding encoding) {
    openTurn();
    return empty[encoding.ordinal()];
  }

  void markDirty(Outbox outbox) {
    if (dirtyCount == dirty.length) {
      dirty = Arrays.copyOf(dirty, dirtyCount * 2);
    }
    dirty[dirtyCount++] = outbox;
  }

  private void openTurn() {
    if (!turnOpen) {
      turnOpen = true;
      // Goes behind all tasks that wait by now: what they append leaves in the same write.
      executor.execute(this::endTurn);
    }
  }

  ByteBuf materialize(Batch batch) {
    if (!batch.isMaterialized()) {
      materialized.add(batch);
    }
    return batch.materialize(allocator);
  }

  private void endTurn() {
    // Writing may close a connection, whose neighbours may then get something: take turns until
    // nothing is left.
    int done = 0;
    while (done < dirtyCount) {
      Outbox outbox = dirty[done];
      dirty[done++] = null;
      try {
        outbox.endTurn();
      } catch (RuntimeException | Error e) {
        // For want of memory, say. The other connections of this lane are still to be written to.
        LOG.error("write failed", e);
      }
    }
    dirtyCount = 0;
    turnOpen = false;
    for (Batch batch : materialized) {
      batch.release();
    }
    materialized.clear();
    Arrays.setAll(empty, i -> Batch.empty());
    reportLatency();
  }

  private void reportLatency() {
    if (arrivalCount > 0) {
      long now = System.nanoTime();
      for (int i = 0; i < arrivalCount; i++) {
        instruments.latency(now - arrivals[i]);
      }
      arrivalCount = 0;
    }
  }
}

package dev.carillon.publisher;

import dev.carillon.publisher.PublishException.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.VoidOutput;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The commands that are not answered yet, in their order: the one queue between callers and Redis.
///
/// A caller adds to the inbox and wakes the event loop unless somebody has done so; the loop writes all that it
/// finds, and flushes once. Answers come in the order of the commands, so the oldest one that was sent is the one
/// answered. When its time is over without an answer, the link is given up: nothing else bounds what waits behind
/// a peer that has gone silent. All commands have the same patience, so the oldest one's time is over first.
///
/// Confined to the event loop, but for [#add] and what is said to be otherwise.
@SuppressWarnings("ReferenceEquality") // which link and command is meant is a question of identity
final class CommandQueue implements RedisConnector.Owner {
  /// Answers of a server that is not ready to work, yet or for a moment.
  private static final Set<String> FOR_NOW =
      Set.of("LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN");

  private final EventLoop loop;
  private final Tally tally;
  private final OnLoss onLoss;
  private final Runnable ended;

  /// Safe for any thread.
  private final Queue<PendingCommand> inbox = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean awake = new AtomicBoolean();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private volatile boolean linked;
  private volatile boolean closing;
  private volatile boolean over;

  private final ArrayDeque<PendingCommand> unsent = new ArrayDeque<>();
  private final ArrayDeque<PendingCommand> sent = new ArrayDeque<>();
  private @Nullable RedisConnector connector;
  private @Nullable StatefulRedisConnection<String, byte[]> connection;
  private boolean timed;

  /// @param ended called once, on the event loop, when nothing waits any more after [#close()]
  CommandQueue(EventLoop loop, Tally tally, OnLoss onLoss, Runnable ended) {
    this.loop = loop;
    this.tally = tally;
    this.onLoss = onLoss;
    this.ended = ended;
  }

  void start(RedisConnector from) {
    connector = from;
    from.open();
  }

  /// Adds a command; any thread.
  CompletionStage<Void> add(PendingCommand command) {
    if (closing) {
      return tally.dropped(Reason.CLOSED, "the publisher is closed");
    }
    if (!linked && onLoss == OnLoss.FAIL) {
      return tally.dropped(Reason.UNAVAILABLE, "no link to Redis");
    }
    if (!tally.take(command.size())) {
      return tally.dropped(Reason.FULL, "too many commands wait for Redis");
    }
    inbox.add(command);
    wake();
    return command.done();
  }

  private void wake() {
    try {
      if (awake.compareAndSet(false, true)) {
        loop.execute(this::turn);
      }
    } catch (RejectedExecutionException _) {
      // The loop has ended, and so is this queue.
    }
    if (over) {
      failInbox();
    }
  }

  /// Completes when there is a link for the first time; any thread.
  CompletionStage<Void> ready() {
    return ready.minimalCompletionStage();
  }

  /// Whether there is a link; any thread.
  boolean isLinked() {
    return linked;
  }

  private void turn() {
    // Before the inbox is read: who adds from now on wakes the loop again.
    awake.set(false);
    for (PendingCommand next = inbox.poll(); next != null; next = inbox.poll()) {
      unsent.add(next);
    }
    write();
    keepTime();
    endIfDone();
  }

  private void write() {
    StatefulRedisConnection<String, byte[]> link = connection;
    if (link == null) {
      if (onLoss == OnLoss.FAIL) {
        failAll(unsent, Reason.UNAVAILABLE, "no link to Redis");
      }
      return;
    }
    if (unsent.isEmpty()) {
      return;
    }
    for (PendingCommand next = unsent.poll(); next != null; next = unsent.poll()) {
      PendingCommand command = next;
      sent.add(command);
      link.async()
          .dispatch(command.type(), new VoidOutput<>(), command.arguments())
          .whenComplete((nothing, failure) -> answered(link, command, failure));
    }
    link.flushCommands();
  }

  private void answered(
      StatefulRedisConnection<String, byte[]> link,
      PendingCommand command,
      @Nullable Throwable failure) {
    if (!loop.inEventLoop()) {
      loop.execute(() -> answered(link, command, failure));
      return;
    }
    if (connection != link) {
      return;
    }
    String refusal = failure instanceof RedisCommandExecutionException ? code(failure) : null;
    boolean later = onLoss == OnLoss.RETRY && refusal != null && FOR_NOW.contains(refusal);
    if (later || (failure != null && refusal == null)) {
      // Not at once: this may be a call from within write().
      loop.execute(() -> giveUp(link, refusal == null ? "not sent" : refusal));
      return;
    }
    if (sent.peek() != command) {
      return;
    }
    sent.remove();
    if (refusal == null) {
      tally.published(command.size(), command.done());
    } else {
      fail(command, Reason.REFUSED, "refused by Redis: " + refusal);
    }
    endIfDone();
  }

  /// The word that an error of Redis begins with; the rest may repeat what was sent.
  private static String code(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }

  private void keepTime() {
    PendingCommand oldest = sent.isEmpty() ? unsent.peek() : sent.peek();
    if (oldest != null && !timed) {
      timed = true;
      long left = Math.max(0, oldest.deadline() - System.nanoTime());
      loop.schedule(this::timeIsOver, left, TimeUnit.NANOSECONDS);
    }
  }

  private void timeIsOver() {
    timed = false;
    long now = System.nanoTime();
    StatefulRedisConnection<String, byte[]> link = connection;
    if (link != null && isLate(sent.peek(), now)) {
      failLate(sent, now);
      giveUp(link, "no answer in time");
    }
    failLate(unsent, now);
    keepTime();
    endIfDone();
  }

  private static boolean isLate(@Nullable PendingCommand command, long now) {
    return command != null && command.deadline() - now <= 0;
  }

  private void failLate(ArrayDeque<PendingCommand> commands, long now) {
    while (isLate(commands.peek(), now)) {
      fail(commands.remove(), Reason.TIMEOUT, "no answer of Redis in time");
    }
  }

  private void giveUp(StatefulRedisConnection<String, byte[]> link, String reason) {
    if (connector != null) {
      connector.giveUp(link, reason);
    }
  }

  @Override
  public void up(StatefulRedisConnection<String, byte[]> link) {
    connection = link;
    linked = true;
    ready.complete(null);
    turn();
  }

  @Override
  public void down() {
    connection = null;
    linked = false;
    if (onLoss == OnLoss.FAIL) {
      failAll(sent, Reason.LOST, "the link to Redis was lost before the answer");
      failAll(unsent, Reason.UNAVAILABLE, "no link to Redis");
    } else {
      for (PendingCommand last = sent.pollLast(); last != null; last = sent.pollLast()) {
        unsent.addFirst(last);
      }
      keepTime();
    }
    endIfDone();
  }

  private void fail(PendingCommand command, Reason reason, String why) {
    tally.failed(command.size(), command.done(), reason, why);
  }

  private void failAll(Queue<PendingCommand> commands, Reason reason, String why) {
    for (PendingCommand next = commands.poll(); next != null; next = commands.poll()) {
      fail(next, reason, why);
    }
  }

  private void failInbox() {
    failAll(inbox, Reason.CLOSED, "the publisher is closed");
  }

  /// Takes no more, and ends when all that waits is answered, or when there is no link; any thread.
  void close() {
    closing = true;
    wake();
  }

  private void endIfDone() {
    boolean done = connection == null || (sent.isEmpty() && unsent.isEmpty() && inbox.isEmpty());
    if (!closing || over || !done) {
      return;
    }
    over = true;
    linked = false;
    failAll(sent, Reason.CLOSED, "the publisher is closed");
    failAll(unsent, Reason.CLOSED, "the publisher is closed");
    failInbox();
    if (connector != null) {
      connector.close();
    }
    connection = null;
    ready.completeExceptionally(new PublishException(Reason.CLOSED, "the publisher is closed"));
    ended.run();
  }
}

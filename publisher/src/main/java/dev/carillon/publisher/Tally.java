package dev.carillon.publisher;

import dev.carillon.publisher.PublishException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Counts what waits, so that it stays within its limits, and what came of it. Safe for any thread.
final class Tally {
  private final int mostMessages;
  private final long mostBytes;
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder published = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  Tally(int mostMessages, long mostBytes) {
    this.mostMessages = mostMessages;
    this.mostBytes = mostBytes;
  }

  /// Takes a place, if there is one.
  boolean take(long size) {
    if (messages.incrementAndGet() > mostMessages) {
      messages.decrementAndGet();
      return false;
    }
    if (bytes.addAndGet(size) > mostBytes) {
      giveBack(size);
      return false;
    }
    return true;
  }

  private void giveBack(long size) {
    bytes.addAndGet(-size);
    messages.decrementAndGet();
  }

  CompletionStage<Void> dropped(Reason reason, String why) {
    dropped.increment();
    return CompletableFuture.failedStage(new PublishException(reason, why));
  }

  /// The place is given back first: who publishes again on hearing of it finds room.
  void published(long size, CompletableFuture<Void> done) {
    giveBack(size);
    published.increment();
    done.complete(null);
  }

  void failed(long size, CompletableFuture<Void> done, Reason reason, String why) {
    giveBack(size);
    failed.increment();
    done.completeExceptionally(new PublishException(reason, why));
  }

  long waiting() {
    return messages.get();
  }

  Counters counters() {
    return new Counters(published.sum(), failed.sum(), dropped.sum());
  }
}

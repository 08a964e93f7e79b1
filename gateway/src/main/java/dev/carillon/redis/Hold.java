package dev.carillon.redis;

import dev.carillon.core.Broker;
import dev.carillon.core.BrokerException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One subscriber's hold on a channel or pattern. Safe for any thread.
final class Hold implements Broker.Subscription {

  private final String name;
  private final Broker.Listener listener;
  private final Consumer<Hold> onClose;
  private volatile CompletableFuture<Void> confirmed = new CompletableFuture<>();
  private final CompletableFuture<Void> established = new CompletableFuture<>();
  private volatile boolean essential;
  private final AtomicBoolean closed = new AtomicBoolean();

  Hold(String name, Broker.Listener listener, Consumer<Hold> onClose) {
    this.name = name;
    this.listener = listener;
    this.onClose = onClose;
  }

  String name() {
    return name;
  }

  Broker.Listener listener() {
    return listener;
  }

  boolean isClosed() {
    return closed.get();
  }

  /// Whether somebody said that it cannot do without.
  boolean isEssential() {
    return essential;
  }

  void confirm() {
    if (!confirmed.complete(null) && confirmed.isCompletedExceptionally()) {
      confirmed = CompletableFuture.completedFuture(null);
    }
    established.complete(null);
  }

  /// Tells of a refusal, which may be taken back by [#confirm()].
  void refuse(BrokerException why) {
    if (!confirmed.completeExceptionally(why) && !confirmed.isCompletedExceptionally()) {
      confirmed = CompletableFuture.failedFuture(why);
    }
  }

  /// Tells of an end for good.
  void fail(BrokerException why) {
    confirmed.completeExceptionally(why);
    established.completeExceptionally(why);
  }

  @Override
  public CompletionStage<Void> confirmed() {
    return confirmed.minimalCompletionStage();
  }

  @Override
  public CompletionStage<Void> established() {
    essential = true;
    return established.minimalCompletionStage();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      fail(new BrokerException("the subscription was closed before it was confirmed"));
      onClose.accept(this);
    }
  }
}

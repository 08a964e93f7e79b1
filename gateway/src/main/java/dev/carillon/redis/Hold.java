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
  private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
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

  void confirm() {
    confirmed.complete(null);
  }

  void fail(BrokerException why) {
    confirmed.completeExceptionally(why);
  }

  @Override
  public CompletionStage<Void> confirmed() {
    return confirmed.minimalCompletionStage();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      confirmed.completeExceptionally(
          new BrokerException("the subscription was closed before it was confirmed"));
      onClose.accept(this);
    }
  }
}

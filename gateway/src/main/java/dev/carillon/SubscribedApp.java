package dev.carillon;

import dev.carillon.core.Broker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// An app that is all in its endpoints and subscriptions. Immutable, safe for any thread.
record SubscribedApp(List<Mount> mounts, List<Broker.Subscription> subscriptions)
    implements RunningApp {

  @Override
  public CompletionStage<?> ready() {
    return CompletableFuture.allOf(
        subscriptions.stream()
            .map(subscription -> subscription.established().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public void close() {
    subscriptions.forEach(Broker.Subscription::close);
  }
}

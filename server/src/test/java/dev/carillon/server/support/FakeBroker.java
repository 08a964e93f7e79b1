package dev.carillon.server.support;

import dev.carillon.core.Broker;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A broker that delivers in the caller's thread, and whose state the test sets.
public final class FakeBroker implements Broker {
  private record Held(Predicate<String> channels, Listener listener) implements Subscription {
    @Override
    public CompletionStage<Void> confirmed() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
  }

  private final CopyOnWriteArrayList<Held> subscriptions = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
  private volatile State state = State.READY;

  public void publish(String channel, String message) {
    publish(channel, message.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized CompletionStage<Void> publish(String channel, byte[] message) {
    for (Held held : subscriptions) {
      if (held.channels.test(channel)) {
        held.listener.onMessage(channel, message.clone());
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Subscription subscribe(String channel, Listener listener) {
    return hold(new Held(channel::equals, listener));
  }

  @Override
  public Subscription subscribePattern(String glob, Listener listener) {
    String prefix = glob.substring(0, glob.indexOf('*'));
    return hold(new Held(channel -> channel.startsWith(prefix), listener));
  }

  private Subscription hold(Held held) {
    subscriptions.add(held);
    return new Subscription() {
      @Override
      public CompletionStage<Void> confirmed() {
        return held.confirmed();
      }

      @Override
      public void close() {
        subscriptions.remove(held);
      }
    };
  }

  public void become(State next) {
    state = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  @Override
  public boolean reachesOtherNodes() {
    return false;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void onStateChange(Consumer<State> listener) {
    listeners.add(listener);
  }

  @Override
  public long reconnects() {
    return 0;
  }

  @Override
  public void close() {
    subscriptions.clear();
  }
}

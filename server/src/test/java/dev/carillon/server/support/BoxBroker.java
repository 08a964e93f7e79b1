package dev.carillon.server.support;

import dev.carillon.core.Broker;
import dev.carillon.core.BrokerException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A broker that keeps what is published, and whose state the test sets. Safe for any thread.
public final class BoxBroker implements Broker {
  private final List<String> box = new CopyOnWriteArrayList<>();
  private volatile State state = State.READY;
  private volatile boolean refusing;

  /// Returns what was published, as `channel message`.
  public List<String> box() {
    return box;
  }

  public void state(State next) {
    state = next;
  }

  public void refuse() {
    refusing = true;
  }

  @Override
  public CompletionStage<Void> publish(String channel, byte[] message) {
    if (refusing) {
      return CompletableFuture.failedFuture(new BrokerException("no link"));
    }
    box.add(channel + " " + new String(message, StandardCharsets.UTF_8));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Subscription subscribe(String channel, Listener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription subscribePattern(String glob, Listener listener) {
    throw new UnsupportedOperationException();
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
  public void onStateChange(Consumer<State> listener) {}

  @Override
  public long reconnects() {
    return 3;
  }

  @Override
  public void close() {}
}

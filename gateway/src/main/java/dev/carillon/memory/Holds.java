package dev.carillon.memory;

import dev.carillon.core.Broker;
import dev.carillon.core.BrokerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Who listens to what. Safe for any thread; lists are replaced, never changed.
final class Holds {

  private final Map<String, List<Hold>> exact = new ConcurrentHashMap<>();
  private final List<Hold> patterns = new CopyOnWriteArrayList<>();

  void add(Hold hold) {
    if (hold.glob != null) {
      patterns.add(hold);
      return;
    }
    exact.merge(
        hold.name,
        List.of(hold),
        (old, one) -> {
          var both = new ArrayList<>(old);
          both.addAll(one);
          return List.copyOf(both);
        });
  }

  private void remove(Hold hold) {
    if (hold.glob != null) {
      patterns.remove(hold);
      return;
    }
    exact.computeIfPresent(
        hold.name,
        (name, old) -> {
          List<Hold> left = old.stream().filter(other -> other != hold).toList();
          return left.isEmpty() ? null : left;
        });
  }

  /// Returns who hears of a message on a channel: first the exact subscriptions, then the patterns.
  List<Hold> of(String channel) {
    List<Hold> known = exact.getOrDefault(channel, List.of());
    if (patterns.isEmpty()) {
      return known;
    }
    var all = new ArrayList<>(known);
    for (Hold hold : patterns) {
      if (hold.glob != null && hold.glob.matches(channel)) {
        all.add(hold);
      }
    }
    return all;
  }

  void closeAll() {
    exact.values().forEach(list -> list.forEach(Hold::close));
    patterns.forEach(Hold::close);
  }

  /// One subscriber's hold on a channel or pattern. Safe for any thread.
  static final class Hold implements Broker.Subscription {
    private final Holds holds;
    private final String name;
    private final @Nullable Glob glob;
    private final Broker.Listener listener;
    private final long after;
    private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
    private volatile boolean closed;

    /// @param after the number of the last message that came too early for this hold
    /// @param closed whether the broker is closed, so that nothing will ever come
    Hold(
        Holds holds,
        String name,
        @Nullable Glob glob,
        Broker.Listener listener,
        long after,
        boolean closed) {
      this.holds = holds;
      this.name = name;
      this.glob = glob;
      this.listener = listener;
      this.after = after;
      this.closed = closed;
      if (closed) {
        confirmed.completeExceptionally(new BrokerException("the broker is closed"));
      } else {
        confirmed.complete(null);
      }
    }

    boolean covers(long number) {
      return !closed && number > after;
    }

    Broker.Listener listener() {
      return listener;
    }

    @Override
    public CompletionStage<Void> confirmed() {
      return confirmed.minimalCompletionStage();
    }

    @Override
    public void close() {
      closed = true;
      holds.remove(this);
    }
  }
}

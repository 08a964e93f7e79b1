package dev.carillon.server.ops;

import dev.carillon.core.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Knows whether this node should get new connections, and why not. Safe for any thread.
///
/// A node is ready when it has started, is not stopping, its broker has all subscriptions confirmed
/// and no check objects. It is alive as long as it answers at all: a broker that is away is no
/// reason to restart a node and to lose its connections.
public final class Health {
  private final List<Supplier<List<String>>> checks = new CopyOnWriteArrayList<>();
  private final Broker broker;
  private volatile String phase = "starting";

  public Health(Broker broker) {
    this.broker = broker;
  }

  /// Adds a check: it returns what is wrong, such as `store: down`, or an empty list. Called often
  /// and from any thread; must not block.
  public void check(Supplier<List<String>> check) {
    checks.add(check);
  }

  /// Says that all parts have started.
  public void started() {
    phase = "";
  }

  /// Says that this node is about to stop; from here on it is not ready.
  public void stopping() {
    phase = "stopping";
  }

  /// Returns what is wrong; empty when this node is ready.
  public List<String> reasons() {
    var reasons = new ArrayList<String>();
    if (!phase.isEmpty()) {
      reasons.add(phase);
    }
    Broker.State state = broker.state();
    if (state != Broker.State.READY) {
      reasons.add("broker: " + state.name().toLowerCase(Locale.ROOT));
    }
    for (var check : checks) {
      reasons.addAll(check.get());
    }
    return reasons;
  }
}

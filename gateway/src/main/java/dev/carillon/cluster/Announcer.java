package dev.carillon.cluster;

import dev.carillon.core.Nodes;
import dev.carillon.core.Nodes.Departure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells one listener what has changed since it was last told.
///
/// It keeps no queue of changes, which a slow listener could fill, but compares what is known now
/// with what was told. [#poke()] is safe for any thread; the rest is confined to one virtual thread
/// at a time.
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final Supplier<View> view;
  private final BooleanSupplier holdsLease;
  private final Nodes.Listener listener;
  private final AtomicInteger pokes = new AtomicInteger();

  // What was told.
  private final Set<String> others = new HashSet<>();
  private @Nullable String self;
  private boolean holding;

  Announcer(Supplier<View> view, BooleanSupplier holdsLease, Nodes.Listener listener) {
    this.view = view;
    this.holdsLease = holdsLease;
    this.listener = listener;
  }

  /// Says that something may have changed.
  void poke() {
    if (pokes.getAndIncrement() == 0) {
      Thread.ofVirtual().name("carillon-nodes-changes").start(this::run);
    }
  }

  private void run() {
    int seen = pokes.get();
    while (seen != 0) {
      tell(holdsLease.getAsBoolean(), view.get());
      seen = pokes.addAndGet(-seen);
    }
  }

  private void tell(boolean holds, View now) {
    if (holding && !holds) {
      holding = false;
      call(listener::suspended);
    }
    String was = self;
    self = now.self();
    if (was != null && !was.equals(now.self())) {
      call(() -> listener.lapsed(was, now.self()));
    }
    for (String node : new ArrayList<>(others)) {
      if (!now.others().contains(node)) {
        others.remove(node);
        call(() -> listener.left(node, now.departed().getOrDefault(node, Departure.DIED)));
      }
    }
    for (String node : now.others()) {
      if (others.add(node)) {
        call(() -> listener.joined(node));
      }
    }
    if (!holding && holds) {
      holding = true;
      call(listener::resumed);
    }
  }

  private static void call(Runnable told) {
    try {
      told.run();
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.error("listener of nodes failed", e);
    }
  }
}

package dev.carillon.server.apps.curia;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where events go, worked out once for all who ask for the same one at nearly the same time. What is known of
/// boards may change in between: then it is worked out anew. Safe for any thread; blocks as [Routing] does.
final class Routed {
  private static final long FRESH_NANOS = 1_000_000_000;

  private final ForumEvent event;
  private volatile @Nullable Answer last;

  private record Answer(long version, long nanos, List<Delivery> deliveries) {}

  Routed(ForumEvent event) {
    this.event = event;
  }

  ForumEvent event() {
    return event;
  }

  List<Delivery> deliveries(Routing routing) {
    Answer known = last;
    long version = routing.version();
    long now = System.nanoTime();
    if (known == null || known.version != version || now - known.nanos > FRESH_NANOS) {
      known = new Answer(version, now, routing.deliveries(event));
      last = known;
    }
    return known.deliveries;
  }
}

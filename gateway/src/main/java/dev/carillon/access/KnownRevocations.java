package dev.carillon.access;

import dev.carillon.access.RevocationKeys.Kept;
import dev.carillon.core.Clock;
import dev.carillon.core.Principal;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What this node has heard of being revoked: so many, the latest ones. What is forgotten here is still in the
/// store.
///
/// Read from any thread and in lanes, without a lock. Changes are guarded by its own monitor, held for memory
/// operations only.
final class KnownRevocations {
  private final RevocationKeys keys;
  private final int most;
  private final Clock clock;
  private final Map<String, Kept> byKey = new ConcurrentHashMap<>();

  /// The keys in the order in which they were heard of. Guarded by this.
  private final LinkedHashSet<String> order = new LinkedHashSet<>();

  KnownRevocations(RevocationKeys keys, int most, Clock clock) {
    this.keys = keys;
    this.most = most;
    this.clock = clock;
  }

  /// Notes a revocation; of two for the same, what revokes more and for longer counts.
  synchronized void add(Kept kept) {
    String key = keys.key(kept.revocation());
    byKey.merge(key, kept, Kept::and);
    order.remove(key);
    order.add(key);
    Iterator<String> oldest = order.iterator();
    while (order.size() > most) {
      byKey.remove(oldest.next());
      oldest.remove();
    }
  }

  /// Returns the revocation that means somebody, or `null` if none is known here. Returns at once.
  @Nullable Revocation find(Principal principal) {
    if (byKey.isEmpty()) {
      return null;
    }
    for (String key : keys.keys(principal)) {
      Kept known = byKey.get(key);
      if (known != null
          && clock.now().isBefore(known.until())
          && known.revocation().means(principal)) {
        return known.revocation();
      }
    }
    return null;
  }
}

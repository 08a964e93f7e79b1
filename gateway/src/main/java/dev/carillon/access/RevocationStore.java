package dev.carillon.access;

import dev.carillon.access.RevocationKeys.Kept;
import dev.carillon.core.Clock;
import dev.carillon.core.Principal;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps revocations in the store. Safe for any thread; everything blocks, and throws a [StoreException] while
/// the store does not answer.
final class RevocationStore {
  private static final int TRIES = 16;

  private final RevocationKeys keys;
  private final Store store;
  private final Clock clock;

  RevocationStore(RevocationKeys keys, Store store, Clock clock) {
    this.keys = keys;
    this.store = store;
    this.clock = clock;
  }

  /// Keeps a revocation. One that is there already is never weakened nor shortened, whatever other nodes do
  /// meanwhile: each step compares and sets.
  void keep(Kept kept) {
    String key = keys.key(kept.revocation());
    for (int i = 0; i < TRIES; i++) {
      String known = store.get(key);
      Kept there = known == null ? null : keys.read(key, known);
      Kept both = there == null ? kept : there.and(kept);
      Duration lifetime = Duration.between(clock.now(), both.until());
      if (!lifetime.isPositive() || both.value().equals(known)) {
        return;
      }
      boolean done =
          known == null
              ? store.putIfAbsent(key, both.value(), lifetime)
              : store.replace(key, known, both.value(), lifetime);
      if (done) {
        return;
      }
    }
    throw new StoreException(
        "others change the same revocation all the time", new ConcurrentModificationException());
  }

  /// Returns the revocation that means somebody, or `null`.
  @Nullable Kept find(Principal principal) {
    return keys.find(principal, store.getAll(keys.keys(principal)));
  }

  /// Returns those that mean one of several, in one round trip.
  List<Kept> find(Collection<Principal> principals) {
    List<String> all =
        principals.stream().flatMap(one -> keys.keys(one).stream()).distinct().toList();
    var values = store.getAll(all);
    var found = new ArrayList<Kept>();
    for (Principal one : principals) {
      Kept kept = keys.find(one, values);
      if (kept != null) {
        found.add(kept);
      }
    }
    return found;
  }
}

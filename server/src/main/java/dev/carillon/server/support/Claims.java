package dev.carillon.server.support;

import dev.carillon.core.Store;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Decides which of all nodes does a thing, so that one does it for all. Safe for any thread; blocks for a
/// round trip to the store per call.
///
/// A claim is a key in the store: the node that sets it has the thing, the others find it set. It expires, so
/// a node that dies does not take the thing with it: somebody else may have it then. Hence a thing is done at
/// least once if those who do not get it ask again, and at most once, but for what takes longer than a claim
/// lives, if they do not. Which of the two is wanted, and what a thing is called on all nodes, is up to the
/// caller.
///
/// The note in a claim is for those who come later: when it was made, by whom, or that the thing is done.
public final class Claims {
  private final Store store;
  private final String prefix;
  private final Duration lifetime;

  /// @param prefix what the keys begin with; no other claims have it
  /// @param lifetime how long a claim holds
  public Claims(Store store, String prefix, Duration lifetime) {
    this.store = store;
    this.prefix = prefix;
    this.lifetime = lifetime;
  }

  /// Claims a thing for this node.
  ///
  /// @param thing its name, the same on all nodes
  /// @return false if there is a claim on it
  /// @throws dev.carillon.core.StoreException if the store does not answer; the claim may have been made
  public boolean take(String thing, String note) {
    return store.putIfAbsent(prefix + thing, note, lifetime);
  }

  /// Returns what the claim on a thing says; `null` if there is none, any more or yet.
  ///
  /// @throws dev.carillon.core.StoreException if the store does not answer
  public @Nullable String note(String thing) {
    return store.get(prefix + thing);
  }

  /// Sets what the claim on a thing says, and how long it holds from now on.
  ///
  /// @throws dev.carillon.core.StoreException if the store does not answer
  public void keep(String thing, String note, Duration time) {
    store.put(prefix + thing, note, time);
  }

  /// Gives a thing back: others may have it at once.
  ///
  /// @throws dev.carillon.core.StoreException if the store does not answer
  public void release(String thing) {
    store.remove(prefix + thing);
  }
}

package dev.carillon.server.apps.toggo.feed;

import dev.carillon.core.Store;
import java.time.Duration;

/// Decides which of all nodes writes an event's entries, so that one does it for all.
///
/// The claim `carillon:feed:<event id>` says first that somebody writes, for a short time, and then
/// that it is done. A node that finds the first one looks again later: if the writer died, its claim
/// has expired by then, and the event is taken over. Writing twice does no harm, only work: each
/// entry has one place in its set. That is why a claim may be so short, and why a writer that is
/// overtaken is not stopped.
///
/// Safe for any thread; blocks for a round trip or two.
final class FeedClaims {
  private static final String WRITING = "writing";
  private static final String WRITTEN = "written";

  /// Longer than any node goes on asking.
  private static final Duration MEMORY = Duration.ofMinutes(10);

  enum Outcome {
    /// This node writes.
    MINE,
    /// Another node writes.
    OTHERS,
    /// It is written.
    WRITTEN
  }

  private final Store store;
  private final Duration lifetime;

  /// @param lifetime how long a writer has
  FeedClaims(Store store, Duration lifetime) {
    this.store = store;
    this.lifetime = lifetime;
  }

  Outcome take(String event) {
    String key = FeedKeys.claim(event);
    if (store.putIfAbsent(key, WRITING, lifetime)) {
      return Outcome.MINE;
    }
    return WRITTEN.equals(store.get(key)) ? Outcome.WRITTEN : Outcome.OTHERS;
  }

  /// Notes that the event is written.
  void done(String event) {
    store.put(FeedKeys.claim(event), WRITTEN, MEMORY);
  }

  /// Lets others try at once.
  void release(String event) {
    store.remove(FeedKeys.claim(event));
  }
}

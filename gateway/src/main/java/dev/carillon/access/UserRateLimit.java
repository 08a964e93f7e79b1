package dev.carillon.access;

import dev.carillon.core.Clock;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Limits how often a user does something, on all nodes and connections together.
///
/// One atomic step in the store counts the event; the key is there from the first event of a window to its end
/// and never without an expiry ([Store#increment]). Safe for any thread; blocks for a round trip.
public final class UserRateLimit {
  private static final Logger LOG = LoggerFactory.getLogger(UserRateLimit.class);
  private static final int MOST_COUNTED_HERE = 100_000;

  /// What counts while the store does not answer.
  public enum StoreAway {
    /// Everything may happen.
    ALLOW,
    /// Nothing may happen.
    DENY,
    /// This node counts by itself, so the limit holds for each node.
    LOCAL
  }

  private final Store store;
  private final String prefix;
  private final RateLimit limit;
  private final StoreAway away;
  private final FixedWindows here;
  private final LogLimit failures;

  /// @param app the app that log lines are about
  /// @param prefix what stands before the user in the key
  public UserRateLimit(
      String app, Store store, String prefix, RateLimit limit, StoreAway away, Clock clock) {
    this.store = store;
    this.prefix = prefix;
    this.limit = limit;
    this.away = away;
    this.here = new FixedWindows(limit, MOST_COUNTED_HERE, clock);
    this.failures = new LogLimit(clock, app);
  }

  /// Counts something that a user does, at the key prefix, user, `:`, event. Blocks.
  ///
  /// @param event what it does, from a small closed set of the app's
  /// @return whether it is within the limit
  public boolean allows(String user, String event) {
    String key = prefix + user + ":" + event;
    try {
      return store.increment(key, 1, limit.window()) <= limit.events();
    } catch (StoreException _) {
      failures.warn(LOG, "rate limit without the store", "choice", away);
      return switch (away) {
        case ALLOW -> true;
        case DENY -> false;
        case LOCAL -> here.take(key);
      };
    }
  }
}

package dev.carillon.core;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shared state with expiry: what must outlive one connection or be seen by other nodes.
///
/// **Threads.** Safe for use from any thread, but every method may block for a round trip, so it is
/// called on virtual threads and never on a lane or on the broker's thread. A store that cannot
/// answer within its timeout throws a [StoreException].
///
/// Keys and values are text. For a key that holds another kind of value than the method expects, it
/// throws a [WrongKindException].
public interface Store extends AutoCloseable {

  /// Returns the value of a key, or `null` when there is none.
  @Nullable String get(String key);

  /// Sets a key, replacing what it held; it expires after `lifetime`.
  void put(String key, String value, Duration lifetime);

  /// Sets a key without expiry, replacing what it held.
  void put(String key, String value);

  /// Sets a key only where there is none, in one atomic step over all nodes.
  ///
  /// @return whether this call set it
  boolean putIfAbsent(String key, String value, Duration lifetime);

  /// Removes a key if it is there.
  void remove(String key);

  /// Adds a member to the sorted set at a key, or moves it to another score.
  void addScored(String key, double score, String member);

  /// Returns the members of the sorted set at a key whose score is strictly greater than
  /// `aboveScore`, lowest score first; at most `limit` of them, keeping the highest.
  List<String> scoredAbove(String key, double aboveScore, int limit);

  /// Closes the link. Idempotent.
  @Override
  void close();
}

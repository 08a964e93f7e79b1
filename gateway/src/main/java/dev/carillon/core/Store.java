package dev.carillon.core;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /// Returns the values of several keys in one round trip; a key that holds no text is left out.
  Map<String, String> getAll(Collection<String> keys);

  /// Sets a key, replacing what it held; it expires after `lifetime`.
  void put(String key, String value, Duration lifetime);

  /// Sets a key without expiry, replacing what it held.
  void put(String key, String value);

  /// Sets a key only where there is none, in one atomic step over all nodes.
  ///
  /// @return whether this call set it
  boolean putIfAbsent(String key, String value, Duration lifetime);

  /// Replaces a value, and the lifetime, only where the key holds `expected`, in one atomic step over
  /// all nodes.
  ///
  /// @return whether it was replaced
  boolean replace(String key, String expected, String value, Duration lifetime);

  /// Removes a key if it is there.
  void remove(String key);

  /// Removes a key only where it holds `expected`, in one atomic step over all nodes; so who took
  /// something by [#putIfAbsent] gives back its own, and never a successor's.
  ///
  /// @return whether it was removed
  boolean removeIf(String key, String expected);

  /// Lets a key of any kind expire after `lifetime` from now.
  ///
  /// @return whether there is such a key
  boolean extend(String key, Duration lifetime);

  /// Adds to the number at a key, 0 where there is none, in one atomic step over all nodes. A key that
  /// has no expiry, as a new one, is given `lifetime`; any other keeps its own, so that a window that
  /// the first one opens ends however often it is counted in.
  ///
  /// @return the sum
  long increment(String key, long by, Duration lifetime);

  /// Adds a member to the sorted set at a key, or moves it to another score.
  void addScored(String key, double score, String member);

  /// Adds a member to several sorted sets, in one round trip. In each, the `keep` members with the
  /// highest scores stay; each expires after `lifetime`.
  ///
  /// Not one atomic step: when it fails, some sets may have the member. Doing it again does no harm.
  ///
  /// @param keep 1 or more
  void addScored(Collection<String> keys, double score, String member, int keep, Duration lifetime);

  /// Removes members from the sorted set at a key, those of them that are in it.
  void removeScored(String key, Collection<String> members);

  /// Returns the members of the sorted set at a key whose score is strictly greater than
  /// `aboveScore`, lowest score first; at most `limit` of them, keeping the highest.
  List<String> scoredAbove(String key, double aboveScore, int limit);

  /// Returns how many members of the sorted set at a key have a score strictly greater than
  /// `aboveScore`.
  long countScoredAbove(String key, double aboveScore);

  /// Returns the value of a field of the hash at a key, or `null` when there is none.
  @Nullable String getField(String key, String field);

  /// Sets a field of the hash at a key; the whole hash expires after `lifetime`.
  void putField(String key, String field, String value, Duration lifetime);

  /// Returns the hash at a key, empty when there is none.
  Map<String, String> fields(String key);

  /// Sets several fields of the hash at a key in one atomic step; the whole hash expires after
  /// `lifetime`.
  void putFields(String key, Map<String, String> fields, Duration lifetime);

  /// Removes fields of the hash at a key; a hash without fields is gone.
  ///
  /// @return how many were there: of several callers that remove the same field, one hears of it
  int removeFields(String key, Collection<String> fields);

  /// Returns the set at a key, empty when there is none.
  Set<String> members(String key);

  /// Adds members to the set at a key; the whole set expires after `lifetime`.
  ///
  /// @return how many were new
  int addMembers(String key, Collection<String> members, Duration lifetime);

  /// Removes members from the set at a key; a set without members is gone.
  ///
  /// @return how many were there: of several callers that remove the same member, one hears of it
  int removeMembers(String key, Collection<String> members);

  /// Returns the leases at a key. They take the place of a sorted set there, which does not expire
  /// as a whole.
  Leases leases(String key);

  /// Returns the register at a key: who holds what, over all nodes.
  ///
  /// @param lifetime how long it is remembered after the last step
  Register register(String key, Duration lifetime);

  /// Closes the link. Idempotent.
  @Override
  void close();
}

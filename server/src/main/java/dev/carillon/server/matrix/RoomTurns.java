package dev.carillon.server.matrix;

import dev.carillon.core.Store;
import dev.carillon.core.StoreException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose turn it is to post to a room, so that its messages go in order whatever the nodes.
///
/// A node that has a message of a room on its way has the room's turn, a key in the store that names it. Others wait
/// with their messages of that room until the turn is free. It is given back with the last message; it is renewed
/// while there are any ([#renew]), and a dead node's expires in seconds.
///
/// Safe for any thread. Taking and giving back happen one at a time for each room, and block for a round trip to the
/// store; so a turn that is being given back is not taken for ours.
final class RoomTurns {
  private static final Logger log = LoggerFactory.getLogger(RoomTurns.class);
  private static final String PREFIX = "carillon:bots:turn:";

  /// Shorter than the time within which a message must be claimed.
  static final Duration LIFETIME = Duration.ofSeconds(3);

  private final Store store;
  private final String holder;

  /// How many messages are on their way, by the digest of server and room.
  private final ConcurrentHashMap<String, Integer> held = new ConcurrentHashMap<>();

  /// @param holder a name that no other node has
  RoomTurns(Store store, String holder) {
    this.store = store;
    this.holder = holder;
  }

  /// Takes the turn for one more message of a room, until as many calls of [#giveBack].
  ///
  /// @return false if it is another node's
  /// @throws StoreException if the store does not answer
  boolean take(Post post) {
    String room = key(post);
    boolean[] taken = {false};
    held.compute(
        room,
        (key, count) -> {
          if (count != null) {
            taken[0] = true;
            return count + 1;
          }
          taken[0] = store.putIfAbsent(PREFIX + key, holder, LIFETIME) || isOurs(key);
          return taken[0] ? 1 : null;
        });
    return taken[0];
  }

  /// The answer to our own question may have been lost.
  private boolean isOurs(String room) {
    return holder.equals(store.get(PREFIX + room));
  }

  /// Gives the turn back for one message. Never fails: a turn that stays behind expires.
  void giveBack(Post post) {
    held.computeIfPresent(
        key(post),
        (key, count) -> {
          if (count > 1) {
            return count - 1;
          }
          try {
            store.removeIf(PREFIX + key, holder);
          } catch (RuntimeException e) {
            log.debug("room turn not given back, it expires");
          }
          return null;
        });
  }

  /// Returns whether no turn is this node's.
  boolean isEmpty() {
    return held.isEmpty();
  }

  /// Keeps the turns that are needed on, as far as the store answers.
  void renew() {
    try {
      for (String room : held.keySet()) {
        held.computeIfPresent(
            room,
            (key, count) -> {
              keep(PREFIX + key);
              return count;
            });
      }
    } catch (RuntimeException e) {
      log.debug("room turns not renewed");
    }
  }

  /// A node that was paused may find the turn with another one, and leaves it there.
  private void keep(String key) {
    if (!store.replace(key, holder, holder, LIFETIME)) {
      store.putIfAbsent(key, holder, LIFETIME);
    }
  }

  private static String key(Post post) {
    return Digest.of(post.server(), post.room());
  }
}

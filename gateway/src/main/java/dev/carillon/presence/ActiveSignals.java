package dev.carillon.presence;

import dev.carillon.core.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Signals of all nodes, until they end or run out.
///
/// As with presence, nobody tells an event: a signal is compared with what was told of it, so a start
/// and a stop within a window are nothing, and starting again only prolongs it.
///
/// Guarded by itself; nothing waits.
final class ActiveSignals {
  /// Tells signals apart; the data is not part of it.
  private record Key(String room, String user, String sender, String origin, String kind) {
    static Key of(Signal signal) {
      return new Key(signal.room(), signal.user(), signal.sender(), signal.origin(), signal.kind());
    }
  }

  /// What a start came to.
  enum Start {
    /// It is news to other nodes too, or what they know runs out soon.
    PUBLISH,
    /// Other nodes know.
    KNOWN,
    /// The node has too many.
    REFUSED
  }

  private static final class Active {
    private Signal signal;

    /// As good as not there, until that is told; so is one that has not begun.
    private boolean ended = true;

    private long expires;
    private boolean queued;
    private long lookAt;
    private long publishAt;

    /// What was told, `null` for nothing.
    private @Nullable Signal told;

    Active(Signal signal) {
      this.signal = signal;
    }
  }

  private final Clock clock;
  private final Map<Key, Active> active = new HashMap<>();
  private final PriorityQueue<Active> expiring =
      new PriorityQueue<>(Comparator.comparingLong(one -> one.lookAt));
  private final Set<Active> changed = new LinkedHashSet<>();
  private final Map<String, Integer> byOrigin = new HashMap<>();

  ActiveSignals(Clock clock) {
    this.clock = clock;
  }

  /// Starts a signal, or prolongs it.
  ///
  /// @param limit how many its node may have
  /// @param republishAfter how long what was published is good for
  synchronized Start start(Signal signal, long lifetime, int limit, long republishAfter) {
    Key key = Key.of(signal);
    Active one = active.get(key);
    if (one == null || one.ended) {
      if (byOrigin.getOrDefault(signal.origin(), 0) >= limit) {
        return Start.REFUSED;
      }
      byOrigin.merge(signal.origin(), 1, Integer::sum);
    }
    if (one == null) {
      one = new Active(signal);
      active.put(key, one);
    }
    long now = clock.millis();
    boolean news = one.ended || !signal.equals(one.signal);
    if (news) {
      changed.add(one);
    }
    one.ended = false;
    one.signal = signal;
    one.expires = now + lifetime;
    if (!one.queued) {
      one.queued = true;
      one.lookAt = one.expires;
      expiring.add(one);
    }
    if (news || now >= one.publishAt) {
      one.publishAt = now + republishAfter;
      return Start.PUBLISH;
    }
    return Start.KNOWN;
  }

  /// Returns whether a signal has begun and not ended.
  synchronized boolean isActive(Signal signal) {
    Active one = active.get(Key.of(signal));
    return one != null && !one.ended;
  }

  /// Ends a signal.
  ///
  /// @return whether there was such a one
  synchronized boolean end(Signal signal) {
    Active one = active.get(Key.of(signal));
    return one != null && end(one);
  }

  private boolean end(Active one) {
    if (one.ended) {
      return false;
    }
    one.ended = true;
    byOrigin.computeIfPresent(one.signal.origin(), (id, count) -> count > 1 ? count - 1 : null);
    changed.add(one);
    return true;
  }

  /// Ends all signals that came in by a node.
  synchronized void endAll(String origin) {
    for (Active one : List.copyOf(active.values())) {
      if (one.signal.origin().equals(origin)) {
        end(one);
      }
    }
  }

  /// Ends those that have run out.
  ///
  /// @return them
  synchronized List<Signal> expire() {
    long now = clock.millis();
    var ended = new ArrayList<Signal>();
    while (!expiring.isEmpty() && expiring.peek().lookAt <= now) {
      Active one = expiring.remove();
      if (!one.ended && one.expires > now) {
        one.lookAt = one.expires;
        expiring.add(one);
      } else {
        one.queued = false;
        if (end(one)) {
          ended.add(one.signal);
        }
      }
    }
    return ended;
  }

  /// Returns when the next one may run out, [Long#MAX_VALUE] if there is none.
  synchronized long nextExpiry() {
    return expiring.isEmpty() ? Long.MAX_VALUE : expiring.peek().lookAt;
  }

  synchronized boolean hasNews() {
    return !changed.isEmpty();
  }

  /// Takes what is to be told; from then on it is told.
  synchronized Collection<RoomSignals> take() {
    var byRoom = new LinkedHashMap<String, List<RoomSignals.Change>>();
    for (Active one : changed) {
      Signal told = one.told;
      if (one.ended) {
        active.remove(Key.of(one.signal), one);
        if (told != null) {
          add(byRoom, new RoomSignals.Change(told, false));
        }
        one.told = null;
      } else if (!one.signal.equals(told)) {
        one.told = one.signal;
        add(byRoom, new RoomSignals.Change(one.signal, true));
      }
    }
    changed.clear();
    return byRoom.entrySet().stream()
        .map(room -> new RoomSignals(room.getKey(), room.getValue()))
        .toList();
  }

  private static void add(Map<String, List<RoomSignals.Change>> byRoom, RoomSignals.Change change) {
    byRoom.computeIfAbsent(change.signal().room(), room -> new ArrayList<>()).add(change);
  }

  /// Returns what was told of a room and has not ended.
  synchronized List<Signal> told(String room) {
    return active.values().stream()
        .map(one -> one.told)
        .filter(told -> told != null && told.room().equals(room))
        .toList();
  }
}

package dev.carillon.cluster;

import dev.carillon.cluster.NodeMessage.Change;
import dev.carillon.cluster.NodeMessage.Hint;
import dev.carillon.core.Clock;
import dev.carillon.core.Leases;
import dev.carillon.core.Nodes.Departure;
import dev.carillon.core.StoreException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Decides who is present, from the leases in the store.
///
/// Nodes have clocks that differ, links that fail one at a time, and may stand still for any length of
/// time and not know it. Three rules follow.
///
/// 1. *One truth.* A node is dead when its lease was ended in the store, by whomever, and not when
///    somebody thinks that it is late. The store's clock says who is overdue; ending is one atomic
///    step. A node that finds its own lease ended knows that the others believe it dead, and goes on
///    under another id: to them, the old one never comes back.
/// 2. *The blind do not judge.* After a time without sight of the store, everybody's lease looks
///    overdue to whoever looks first, and it is not the others who were away. So a node ends leases
///    only when it has looked without a gap for the length of a lease: all who can come back have
///    by then renewed theirs. The price is that who really died in the outage is noticed that much
///    later.
/// 3. *Nothing between waking and knowing.* A node counts its own lease from before it asked for it,
///    on a clock that goes on while the process is stopped. So the lease is over here before it is
///    in the store, and [#holdsLease] is false from the first instant after a pause.
///
/// What nodes tell each other through the broker are hints that the store is worth a look, and the
/// only source of one thing: whether somebody who is gone stopped or died.
///
/// The way of thinking is that of leases after Gray and Cheriton (SOSP 1989), with the failure of a
/// process made final by its exclusion, as in group membership.
///
/// [#beat()] and [#farewell()] are confined to the beating thread; all else is safe for any thread.
final class Roster {
  /// How many departures, and hints of such, are remembered.
  static final int REMEMBERED = 1_024;

  private final Leases leases;
  private final Clock clock;
  private final Duration lease;
  private final long leaseMillis;
  private final Supplier<String> ids;
  private final Consumer<Hint> tell;

  /// Who said that it stops, and when.
  private final Map<String, Long> stopping = new ConcurrentHashMap<>();

  private volatile View view;

  /// When the request for the present lease was made; meaningless before the first one.
  private volatile long renewedAt;

  private volatile boolean held;

  // Confined to the beating thread.
  private final Map<String, Departure> departed = new LinkedHashMap<>();
  private boolean looked;
  private long lookedAt;
  private long sightedSince;

  /// @param ids makes ids
  /// @param tell gives others a hint
  Roster(
      Leases leases,
      Clock clock,
      NodeSettings settings,
      Supplier<String> ids,
      Consumer<Hint> tell) {
    this.leases = leases;
    this.clock = clock;
    this.lease = settings.lease;
    this.leaseMillis = lease.toMillis();
    this.ids = ids;
    this.tell = tell;
    this.view = View.blank(ids.get());
  }

  View view() {
    return view;
  }

  boolean holdsLease() {
    return held && clock.millis() - renewedAt < leaseMillis;
  }

  /// Notes that a node says that it stops.
  void stopping(String node) {
    // More at once can only be lies; the worst that comes of a lost hint is DIED for STOPPED.
    if (stopping.size() < REMEMBERED) {
      stopping.put(node, clock.millis());
    }
  }

  /// Renews the lease, looks who is there, and ends the leases of the dead.
  ///
  /// @throws StoreException if the store fails; what is known stays as it was
  void beat() {
    long now = clock.millis();
    View before = view;
    String self = before.self();
    boolean begun = before.begun();
    if (begun && !leases.renew(self, lease)) {
      held = false;
      self = ids.get();
      begun = false;
    }
    if (!begun) {
      leases.begin(self, lease);
      tell.accept(new Hint(Change.JOINED, self));
    }
    renewedAt = now;
    held = true;
    // Even if looking fails: the old id is no longer ours.
    view = new View(self, true, before.others(), before.departed());
    settle(before, self, look(self, now), now);
  }

  /// Returns who else is there, after the dead were taken out.
  private Set<String> look(String self, long now) {
    Map<String, Duration> all = leases.all();
    if (!looked || now - lookedAt > leaseMillis / 2) {
      sightedSince = now;
    }
    looked = true;
    lookedAt = now;
    Set<String> others = new HashSet<>(all.keySet());
    others.remove(self);
    // What is no id was put there by somebody else, and would only spoil our messages.
    others.removeIf(id -> !NodeMessage.isId(id));
    boolean anyOverdue =
        others.stream().anyMatch(id -> all.getOrDefault(id, Duration.ZERO).isNegative());
    if (anyOverdue && mayJudge(now)) {
      for (String dead : leases.endOverdue()) {
        if (others.remove(dead)) {
          stopping.remove(dead);
          tell.accept(new Hint(Change.DIED, dead));
        }
      }
    }
    return others;
  }

  private boolean mayJudge(long now) {
    return now - sightedSince >= leaseMillis && clock.millis() - now < leaseMillis / 2;
  }

  private void settle(View before, String self, Set<String> others, long now) {
    for (String gone : before.others()) {
      if (!others.contains(gone)) {
        boolean said = stopping.remove(gone) != null;
        departed.remove(gone);
        departed.put(gone, said ? Departure.STOPPED : Departure.DIED);
      }
    }
    stopping.values().removeIf(at -> now - at > leaseMillis);
    while (departed.size() > REMEMBERED) {
      departed.remove(departed.keySet().iterator().next());
    }
    view = new View(self, true, others, departed);
  }

  /// Gives the lease back, if there is one.
  ///
  /// @return whether the others are to be told
  /// @throws StoreException if the store fails: the lease runs out by itself then
  boolean farewell() {
    View last = view;
    held = false;
    return last.begun() && leases.end(last.self());
  }
}

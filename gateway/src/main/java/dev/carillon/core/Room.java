package dev.carillon.core;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A named set of members on this node, kept apart by lane.
///
/// Which lanes have members is known to all threads; who they are, only to each lane. A room comes
/// into being with its first member and goes with its last (see [Rooms]).
final class Room {
  private final String name;

  /// One bit per lane that has members; changed only under the map's lock on this room's key.
  private final AtomicLong lanes = new AtomicLong();

  private final @Nullable Membership[] memberships;

  Room(String name, int laneCount) {
    this.name = name;
    this.memberships = new Membership[laneCount];
  }

  String name() {
    return name;
  }

  /// Returns the members of one lane, or `null` where it has none. In that lane.
  @Nullable Membership in(Lane lane) {
    return memberships[lane.index()];
  }

  /// Opens the room to a lane. In that lane.
  Membership open(Lane lane) {
    var membership = new Membership(name, lane);
    memberships[lane.index()] = membership;
    lanes.getAndUpdate(bits -> bits | 1L << lane.index());
    return membership;
  }

  /// Closes the room to a lane; returns whether no lane is left. In that lane.
  boolean close(Lane lane) {
    memberships[lane.index()] = null;
    return lanes.updateAndGet(bits -> bits & ~(1L << lane.index())) == 0;
  }

  /// Returns the lanes that have members, one bit each. From any thread.
  long lanes() {
    return lanes.get();
  }
}

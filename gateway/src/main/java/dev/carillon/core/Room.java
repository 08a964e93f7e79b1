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

  /// How many joins are on their way to each lane; guarded by the map's lock on this room's key.
  private int @Nullable [] expected;

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
    return leaveOut(lane);
  }

  /// Notes that a join is on its way to a lane, which counts as having members from now on.
  void expect(Lane lane) {
    if (expected == null) {
      expected = new int[memberships.length];
    }
    expected[lane.index()]++;
    lanes.getAndUpdate(bits -> bits | 1L << lane.index());
  }

  /// Notes that an expected join was tried; returns whether no lane is left. In that lane.
  boolean arrived(Lane lane) {
    if (expected != null) {
      expected[lane.index()]--;
    }
    return leaveOut(lane);
  }

  private boolean leaveOut(Lane lane) {
    int index = lane.index();
    if (memberships[index] == null && (expected == null || expected[index] == 0)) {
      lanes.getAndUpdate(bits -> bits & ~(1L << index));
    }
    return lanes.get() == 0;
  }

  /// Returns the lanes that have members or are about to, one bit each. From any thread.
  long lanes() {
    return lanes.get();
  }
}

package dev.carillon.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be in rooms: a connection, or a part of one such as a Socket.IO socket.
///
/// Confined to its lane, apart from [#id()], [#lane()] and [#principal()].
public abstract class Member {
  private static final Membership[] NOWHERE = {};

  private final String id;
  private final Lane lane;

  // Where this member is, and at which place of each room's list: parallel, `count` long.
  private @Nullable Membership[] memberships = NOWHERE;
  private int[] places = {};
  private int count;

  /// The mark of the latest walk that has met this member; see [Lane#beginVisit()].
  int visit;

  private volatile @Nullable Principal principal;

  /// What waits while it is being decided where this member may be; `null`: nothing is.
  private @Nullable HeldMessages held;

  protected Member(String id, Lane lane) {
    this.id = id;
    this.lane = lane;
  }

  /// Returns the name by which this member alone can be reached, like a room of its own.
  public final String id() {
    return id;
  }

  /// Returns the lane that this member belongs to.
  public final Lane lane() {
    return lane;
  }

  /// Returns who this member is, as far as its app has told; `null`: nobody knows. From any thread.
  public final @Nullable Principal principal() {
    return principal;
  }

  /// Tells who this member is, in place of what was known before. From any thread.
  public final void identify(@Nullable Principal who) {
    principal = who;
    identified();
  }

  /// Called each time it was told who this member is, on the thread that told. By default does nothing.
  protected void identified() {}

  /// Ends the connection that this member is, or is a part of. In its lane.
  ///
  /// @param reason [CloseReason#REVOKED] is for good: the client is not to go on where it was
  protected abstract void expel(CloseReason reason);

  /// Takes a message for the client. Called in the lane; returns at once.
  ///
  /// @return the bytes that were added to the client's outbox, 0 when it was not to have it
  protected abstract int deliver(Message message);

  /// Takes a message at its turn: at once, or once it is decided what this member may hear. In the lane.
  ///
  /// @param to the rooms that the message is for; none: it is for everybody
  /// @return the bytes that were added to the client's outbox by now
  protected final int take(Message message, Collection<String> to) {
    HeldMessages waiting = held;
    if (waiting == null) {
      return deliver(message);
    }
    if (!waiting.add(message, to)) {
      expel(CloseReason.SLOW); // what waits stays noted, for its way back
    }
    return 0;
  }

  /// Returns whether this member is held; see [Rooms#hold]. In the lane.
  protected final boolean isHeld() {
    return held != null;
  }

  /// Returns the number of the first message that waits because this member is held; the largest there is
  /// if none does. In the lane.
  protected final long firstHeld() {
    HeldMessages waiting = held;
    return waiting == null ? Long.MAX_VALUE : waiting.firstNumber();
  }

  final void hold() {
    HeldMessages waiting = held;
    if (waiting == null) {
      held = new HeldMessages();
    } else {
      waiting.holdOnceMore();
    }
  }

  /// Returns what waited, once nobody holds this member any longer; else `null`.
  final @Nullable HeldMessages release() {
    HeldMessages waiting = held;
    if (waiting == null || !waiting.releaseOnce()) {
      return null;
    }
    held = null;
    return waiting;
  }

  final void dropHeld() {
    held = null;
  }

  final int indexOf(Membership membership) {
    for (int i = 0; i < count; i++) {
      if (memberships[i] == membership) {
        return i;
      }
    }
    return -1;
  }

  /// Notes a new membership and returns its index here.
  final int enter(Membership membership, int place) {
    if (count == places.length) {
      // Most members are in a handful of rooms; grow by little.
      int larger = count + 2 + (count >> 1);
      memberships = Arrays.copyOf(memberships, larger);
      places = Arrays.copyOf(places, larger);
    }
    memberships[count] = membership;
    places[count] = place;
    return count++;
  }

  /// Forgets the membership at an index; the last one takes its index.
  final void exit(int index) {
    int last = --count;
    Membership moved = memberships[last];
    memberships[last] = null;
    if (index != last && moved != null) {
      memberships[index] = moved;
      places[index] = places[last];
      moved.memberMoved(places[last], index);
    }
  }

  final int placeAt(int index) {
    return places[index];
  }

  final void setPlaceAt(int index, int place) {
    places[index] = place;
  }

  final @Nullable Membership anyMembership() {
    return count == 0 ? null : memberships[count - 1];
  }

  /// Returns the names of the rooms this member is in, without its own id. In the lane.
  protected final List<String> roomNames() {
    var names = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      Membership membership = memberships[i];
      if (membership != null && !membership.room().isEmpty()) {
        names.add(membership.room());
      }
    }
    return names;
  }
}

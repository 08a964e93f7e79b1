package dev.carillon.presence;

/// A device's stay in a room, from [Presence#enter] until it leaves or is lost.
///
/// Thread-safe; no method waits. Once it is over, or another device of the user took the same id on
/// this node, methods do nothing.
public final class Visit {
  private final Presence presence;
  private final String room;
  private final String user;

  /// As it stands in the [Attendance], so that it can be told from a successor with the same id.
  /// Guarded by this object.
  private Device device;

  private boolean over;

  Visit(Presence presence, String room, String user, Device device) {
    this.presence = presence;
    this.room = room;
    this.user = user;
    this.device = device;
  }

  /// Returns the room.
  public String room() {
    return room;
  }

  /// Returns the user.
  public String user() {
    return user;
  }

  /// Returns the device as it is now, or was at last.
  public synchronized Device device() {
    return device;
  }

  /// Gives the device another state.
  ///
  /// @throws IllegalArgumentException if the state is too long
  public synchronized void update(String state) {
    presence.checkState(state);
    if (!over && !state.equals(device.state())) {
      var fresh = new Device(device.id(), device.origin(), device.since(), state);
      over = !presence.update(room, user, device, fresh);
      device = fresh;
    }
  }

  /// Ends the visit for good: the user left the room, or signed out. If it was the last device, the
  /// user is gone at once.
  public void leave() {
    end(Farewell.LEFT);
  }

  /// Ends the visit since the connection ended: the user may be back in a moment. If it was the last
  /// device, the user is there until the grace is over.
  public void lost() {
    end(Farewell.LOST);
  }

  private synchronized void end(Farewell how) {
    if (!over) {
      over = true;
      presence.remove(room, user, device, how);
    }
  }
}

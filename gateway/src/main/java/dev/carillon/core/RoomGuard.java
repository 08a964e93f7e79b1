package dev.carillon.core;

import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides who may be in which room, where an endpoint lets somebody in.
///
/// The endpoint asks on the client's own virtual thread, and joins the rooms in the client's lane a moment
/// later. What is decided may change in between, so an answer is a [Pass], which is looked at once more
/// where the rooms are joined.
///
/// All methods may be called from any thread.
public interface RoomGuard {
  /// Lets everybody in everywhere: where that is, is up to the app.
  RoomGuard OPEN = new OpenRooms();

  /// Hears where the rooms of an endpoint are, so that it can be decided again about those who are in
  /// them. Called once per endpoint, at its start.
  ///
  /// @param rooms returns all sets of rooms that the endpoint has at the time
  void watch(Supplier<? extends Collection<Rooms>> rooms);

  /// Returns whether somebody who was here before may go on as the one it was, without being asked again
  /// who it is. May block, so it is not called in a lane.
  boolean admits(@Nullable Principal principal);

  /// Returns whether this node knows that somebody was revoked. Asked once more in the member's lane when it has
  /// come in, so it returns at once.
  boolean isRevoked(@Nullable Principal principal);

  /// Decides where somebody may be. May block, so it is not called in a lane.
  ///
  /// @param principal who it is; `null`: nobody knows
  /// @param rooms what is asked for; those that are not guarded are allowed
  Pass ask(@Nullable Principal principal, Collection<String> rooms);

  /// What was decided.
  interface Pass {
    /// Returns one that allows all rooms, and will go on holding.
    static Pass to(Collection<String> rooms) {
      var all = Set.copyOf(rooms);
      return new Pass() {
        @Override
        public Set<String> rooms() {
          return all;
        }

        @Override
        public boolean holds() {
          return true;
        }
      };
    }

    /// Returns those of the rooms asked for that are allowed.
    Set<String> rooms();

    /// Returns whether that holds still. Asked in the member's lane where the rooms are joined, after it
    /// is visible that it joins them: what changes from then on reaches it there. Returns at once.
    boolean holds();
  }
}

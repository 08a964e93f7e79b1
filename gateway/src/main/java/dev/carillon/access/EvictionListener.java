package dev.carillon.access;

import dev.carillon.core.Member;

/// Hears of those who lost a room that they were in.
@FunctionalInterface
public interface EvictionListener {

  /// A member has left a room, as it may no longer be there. Called on a virtual thread, so it may block;
  /// what the member is sent here reaches it behind what it still was to hear.
  ///
  /// @param why what was decided
  void evicted(Member member, String room, Decision why);
}

package dev.carillon.presence;

/// Hears who comes and goes, on this node, wherever it happens.
///
/// **Order.** One call at a time, in one order, which is also that of [Presence#tell]. Applying each
/// batch to the roster gives the next roster. Every node calls its own listeners, so what they say is
/// meant for this node's clients: broadcast it there, not to all nodes.
///
/// **Threads.** Called on a virtual thread and may block; what changes meanwhile is gathered. An
/// exception is logged, and the next call is made.
@FunctionalInterface
public interface PresenceListener {
  /// Called at most once per window and room.
  void onChanges(RoomChanges changes);
}

package dev.carillon.presence;

/// Hears of signals on this node, wherever they come from.
///
/// Who sends a signal knows of it: a listener that passes it on leaves out the connections of
/// [Signal#user]. Every node calls its own listeners, so it is passed on to this node's clients.
///
/// **Threads.** One call at a time, on a virtual thread; may block. An exception is logged.
@FunctionalInterface
public interface SignalListener {
  /// Called at most once per window and room.
  void onSignals(RoomSignals signals);
}

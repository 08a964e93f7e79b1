package dev.carillon.socketio;

/// Handles one kind of event of one socket.
///
/// Called on a virtual thread, one event of a socket at a time and in the order in which they came:
/// it may block. What it throws is logged without the event's arguments; the socket stays.
@FunctionalInterface
public interface EventHandler {
  void handle(Event event) throws Exception;
}

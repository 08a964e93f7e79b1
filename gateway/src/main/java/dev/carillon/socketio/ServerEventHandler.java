package dev.carillon.socketio;

/// Handles one kind of event between servers.
///
/// Called on a virtual thread, one event of a namespace at a time and in the order in which the
/// broker took them: it may block, while the others wait. What it throws is logged without the
/// event's arguments.
@FunctionalInterface
public interface ServerEventHandler {
  void handle(ServerEvent event) throws Exception;
}

/// The chat of Eclipse's support center, as its own WebSocket server served it.
///
/// Start at [dev.carillon.server.apps.eclipse.EclipseApp]; one client is a `ChatClient`, the way from
/// the broker to a room is `Relay`, the calls to the web app are `WebApp`.
@NullMarked
package dev.carillon.server.apps.eclipse;

import org.jspecify.annotations.NullMarked;

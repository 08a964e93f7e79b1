/// Engine.IO protocol revision 4: a connection over HTTP long-polling or WebSocket.
///
/// [dev.carillon.engineio.EngineIo] is the endpoint; an [dev.carillon.engineio.EngineConnection] is
/// what stays when the transport changes below it.
@NullMarked
package dev.carillon.engineio;

import org.jspecify.annotations.NullMarked;

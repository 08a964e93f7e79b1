/// Netty, and all that knows of sockets: listeners, HTTP requests, WebSocket, origin checks.
///
/// Protocols mount themselves here as an [dev.carillon.net.Endpoint]; bytes come to them as an
/// [dev.carillon.net.HttpExchange], an [dev.carillon.net.HttpUpgrade] or through a
/// [dev.carillon.net.WebSocketListener].
@NullMarked
package dev.carillon.net;

import org.jspecify.annotations.NullMarked;

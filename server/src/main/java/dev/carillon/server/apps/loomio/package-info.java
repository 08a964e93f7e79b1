/// Loomio: record updates and notices over Socket.IO, as its channel server did them.
///
/// Start at [dev.carillon.server.apps.loomio.LoomioApp]. `RoomReader` checks what comes from the broker,
/// `UserRooms` asks the store who a token is, `Catchup` serves older clients.
@NullMarked
package dev.carillon.server.apps.loomio;

import org.jspecify.annotations.NullMarked;

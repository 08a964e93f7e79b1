/// Socket.IO protocol 5: its packets, and the namespaces, sockets and rooms that stand on them.
///
/// The codec has no state beyond a packet that waits for its attachments: start at
/// [dev.carillon.socketio.PacketDecoder] for the way in, at [dev.carillon.socketio.PacketEncoder]
/// and [dev.carillon.socketio.PacketMessage] for the way out.
@NullMarked
package dev.carillon.socketio;

import org.jspecify.annotations.NullMarked;

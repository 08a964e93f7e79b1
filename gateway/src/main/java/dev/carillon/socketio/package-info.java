/// Socket.IO protocol 5: its packets, and the namespaces, sockets and rooms that stand on them.
///
/// [dev.carillon.socketio.SocketIo] is the endpoint. `Entrance` lets clients in, `Recovery` keeps what
/// those who are away miss, `Cluster` makes one server of the nodes that serve the same endpoint.
///
/// The codec has no state beyond a packet that waits for its attachments: start at
/// [dev.carillon.socketio.PacketDecoder] for the way in, at [dev.carillon.socketio.PacketEncoder]
/// and [dev.carillon.socketio.PacketMessage] for the way out.
@NullMarked
package dev.carillon.socketio;

import org.jspecify.annotations.NullMarked;

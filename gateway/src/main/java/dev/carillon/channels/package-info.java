/// Plain JSON over WebSocket, for clients that need no library.
///
/// Start at [dev.carillon.channels.Channels]. What clients and servers say to each other is one small
/// [dev.carillon.channels.Dialect]; what happens then is a [dev.carillon.channels.ChannelHandler].
@NullMarked
package dev.carillon.channels;

import org.jspecify.annotations.NullMarked;

/// The contracts and the hub: connections, lanes, rooms, messages, history, broker and store.
///
/// Start at [dev.carillon.core.Rooms] for the way out, at [dev.carillon.core.Broker] for the way
/// in. This package knows Netty's buffers and event executors, and nothing of sockets, HTTP, JSON
/// or Redis.
@NullMarked
package dev.carillon.core;

import org.jspecify.annotations.NullMarked;

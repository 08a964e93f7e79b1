package dev.carillon.server.ops;

/// One message to publish. Immutable, apart from the bytes, which nobody changes.
///
/// @param channel the channel
/// @param message the payload
record Publication(String channel, byte[] message) {}

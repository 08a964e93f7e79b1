package dev.carillon.net;

/// How a WebSocket behaves. Immutable.
///
/// @param maxMessageBytes the largest message that is accepted, after decompression; a larger one
///     ends the connection with 1009 (RFC 6455 §7.4.1)
/// @param maxOutboundBytes how much may wait for the client to read before it counts as a slow
///     consumer
/// @param deflate whether permessage-deflate (RFC 7692) is agreed to, without context takeover in
///     either direction
/// @param deflateThresholdBytes messages smaller than this are sent uncompressed
public record WebSocketSettings(
    int maxMessageBytes, int maxOutboundBytes, boolean deflate, int deflateThresholdBytes) {}

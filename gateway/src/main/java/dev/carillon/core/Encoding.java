package dev.carillon.core;

/// The forms in which the same message goes over a wire.
public enum Encoding {
  /// WebSocket frames, header included (RFC 6455 §5.2).
  WEBSOCKET,
  /// WebSocket frames whose payload is compressed (RFC 7692), without context takeover.
  WEBSOCKET_DEFLATE,
  /// What stands in the body of a polling response.
  POLLING
}

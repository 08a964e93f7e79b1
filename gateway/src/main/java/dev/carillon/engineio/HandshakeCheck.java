package dev.carillon.engineio;

import dev.carillon.net.HttpRequestHead;
import org.jspecify.annotations.Nullable;

/// Decides whether a request may reach a connection or open one.
///
/// The order is that of the reference server: transport, origin, session, method, version.
final class HandshakeCheck {
  private HandshakeCheck() {}

  /// Returns what is wrong with a plain request, or `null`.
  ///
  /// @param connection the open connection that the request names, if there is one
  static @Nullable HandshakeError ofRequest(
      HttpRequestHead request, @Nullable EngineConnection connection, EngineIoSettings settings) {
    HandshakeError error = common(request, connection, settings);
    if (error != null) {
      return error;
    }
    if (connection == null && !request.method().equals("GET")) {
      return HandshakeError.BAD_METHOD;
    }
    if (!"polling".equals(request.query().get("transport"))) {
      return HandshakeError.BAD_REQUEST;
    }
    return connection == null ? version(request) : null;
  }

  /// Returns what is wrong with a request to become a WebSocket, or `null`.
  static @Nullable HandshakeError ofUpgrade(
      HttpRequestHead request, @Nullable EngineConnection connection, EngineIoSettings settings) {
    HandshakeError error = common(request, connection, settings);
    if (error != null) {
      return error;
    }
    if (!"websocket".equals(request.query().get("transport"))) {
      return HandshakeError.BAD_REQUEST;
    }
    if (connection != null) {
      return settings.upgrades ? null : HandshakeError.BAD_REQUEST;
    }
    return version(request);
  }

  private static @Nullable HandshakeError common(
      HttpRequestHead request, @Nullable EngineConnection connection, EngineIoSettings settings) {
    boolean served =
        switch (request.query().getOrDefault("transport", "")) {
          case "polling" -> settings.polling;
          case "websocket" -> settings.webSocket;
          default -> false;
        };
    if (!served) {
      return HandshakeError.TRANSPORT_UNKNOWN;
    }
    if (!settings.origins.permits(request)) {
      return HandshakeError.FORBIDDEN;
    }
    String id = request.query().getOrDefault("sid", "");
    return id.isEmpty() || connection != null ? null : HandshakeError.SESSION_UNKNOWN;
  }

  private static @Nullable HandshakeError version(HttpRequestHead request) {
    return "4".equals(request.query().get("EIO")) ? null : HandshakeError.BAD_VERSION;
  }
}

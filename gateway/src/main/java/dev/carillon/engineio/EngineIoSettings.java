package dev.carillon.engineio;

import dev.carillon.net.OriginPolicy;
import dev.carillon.net.WebSocketSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How an Engine.IO endpoint behaves. Immutable.
///
/// The defaults are those of the reference server, but for two: pages of other origins are refused
/// over WebSocket, too, and what waits for a client is limited.
///
/// @param path the prefix of the paths served, with a slash at its end
/// @param pingInterval from the opening, and from each pong, to the next ping
/// @param pingTimeout how long a pong may take
/// @param upgradeTimeout how long a WebSocket may probe before it must take over
/// @param maxPayload the largest message or polling body that is accepted, in bytes
/// @param maxOutbound how many bytes may wait for one client before it is a slow consumer
/// @param polling whether HTTP long-polling is served
/// @param webSocket whether WebSocket is served
/// @param upgrades whether a polling client may go over to WebSocket
/// @param origins which web pages may connect
/// @param compressPolling whether polling bodies of 1 KiB and more are compressed
/// @param deflate whether permessage-deflate is agreed to
/// @param deflateThreshold messages smaller than this go uncompressed, in bytes
/// @param cookie the session cookie; `null` for none
public record EngineIoSettings(
    String path,
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    int maxPayload,
    int maxOutbound,
    boolean polling,
    boolean webSocket,
    boolean upgrades,
    OriginPolicy origins,
    boolean compressPolling,
    boolean deflate,
    int deflateThreshold,
    @Nullable SessionCookie cookie) {

  private static final EngineIoSettings DEFAULTS =
      new EngineIoSettings(
          "/engine.io/",
          Duration.ofSeconds(25),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          1_000_000,
          4 * 1024 * 1024,
          true,
          true,
          true,
          OriginPolicy.sameOrigin(),
          true,
          false,
          1024,
          null);

  public EngineIoSettings {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with '/': " + path);
    }
    path = path.endsWith("/") ? path : path + "/";
    positive("pingInterval", pingInterval);
    positive("pingTimeout", pingTimeout);
    positive("upgradeTimeout", upgradeTimeout);
    if (maxPayload < 1 || maxOutbound < 1) {
      throw new IllegalArgumentException("maxPayload and maxOutbound must be at least 1 byte");
    }
    if (!polling && !webSocket) {
      throw new IllegalArgumentException("at least one of polling and webSocket must be served");
    }
  }

  private static void positive(String what, Duration value) {
    if (value.isNegative() || value.toMillis() == 0) {
      throw new IllegalArgumentException(what + " must be at least 1 ms: " + value);
    }
  }

  /// Returns the defaults of the reference server.
  public static EngineIoSettings defaults() {
    return DEFAULTS;
  }

  public EngineIoSettings withPath(String value) {
    return new EngineIoSettings(
        value,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        maxOutbound,
        polling,
        webSocket,
        upgrades,
        origins,
        compressPolling,
        deflate,
        deflateThreshold,
        cookie);
  }

  public EngineIoSettings withHeartbeat(Duration interval, Duration timeout) {
    return new EngineIoSettings(
        path,
        interval,
        timeout,
        upgradeTimeout,
        maxPayload,
        maxOutbound,
        polling,
        webSocket,
        upgrades,
        origins,
        compressPolling,
        deflate,
        deflateThreshold,
        cookie);
  }

  public EngineIoSettings withUpgradeTimeout(Duration value) {
    return new EngineIoSettings(
        path,
        pingInterval,
        pingTimeout,
        value,
        maxPayload,
        maxOutbound,
        polling,
        webSocket,
        upgrades,
        origins,
        compressPolling,
        deflate,
        deflateThreshold,
        cookie);
  }

  public EngineIoSettings withMaxPayload(int bytes) {
    return new EngineIoSettings(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        bytes,
        maxOutbound,
        polling,
        webSocket,
        upgrades,
        origins,
        compressPolling,
        deflate,
        deflateThreshold,
        cookie);
  }

  public EngineIoSettings withMaxOutbound(int bytes) {
    return new EngineIoSettings(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        bytes,
        polling,
        webSocket,
        upgrades,
        origins,
        compressPolling,
        deflate,
        deflateThreshold,
        cookie);
  }

  public EngineIoSettings withTransports(boolean servePolling, boolean serveWebSocket) {
    return new EngineIoSettings(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        maxOutbound,
        servePolling,
        serveWebSocket,
        upgrades,
        origins,
        compressPolling,
        deflate,
        deflateThreshold,
        cookie);
  }

  public EngineIoSettings withUpgrades(boolean value) {
    return new EngineIoSettings(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        maxOutbound,
        polling,
        webSocket,
        value,
        origins,
        compressPolling,
        deflate,
        deflateThreshold,
        cookie);
  }

  public EngineIoSettings withOrigins(OriginPolicy value) {
    return new EngineIoSettings(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        maxOutbound,
        polling,
        webSocket,
        upgrades,
        value,
        compressPolling,
        deflate,
        deflateThreshold,
        cookie);
  }

  public EngineIoSettings withCompression(boolean ofPolling, boolean ofWebSocket, int threshold) {
    return new EngineIoSettings(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        maxOutbound,
        polling,
        webSocket,
        upgrades,
        origins,
        ofPolling,
        ofWebSocket,
        threshold,
        cookie);
  }

  public EngineIoSettings withCookie(@Nullable SessionCookie value) {
    return new EngineIoSettings(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        maxPayload,
        maxOutbound,
        polling,
        webSocket,
        upgrades,
        origins,
        compressPolling,
        deflate,
        deflateThreshold,
        value);
  }

  WebSocketSettings webSocketSettings() {
    return new WebSocketSettings(maxPayload, maxOutbound, deflate, deflateThreshold);
  }
}

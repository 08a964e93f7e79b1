package dev.carillon.engineio;

import dev.carillon.net.OriginPolicy;
import dev.carillon.net.WebSocketSettings;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How an Engine.IO endpoint behaves. Immutable.
///
/// The defaults are those of the reference server, but for two: pages of other origins are refused
/// over WebSocket, too, and what waits for a client is limited.
///
/// @param path the prefix of the paths served, with a slash at its end; `null` for the protocol's own:
///     `/engine.io/`, or `/socket.io/` below Socket.IO
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
    @Nullable String path,
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
          null,
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
    if (path != null && !path.startsWith("/")) {
      throw new IllegalArgumentException("path must start with '/': " + path);
    }
    path = path == null || path.endsWith("/") ? path : path + "/";
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
    return edited(to -> to.path = value);
  }

  /// Returns these settings with a path for those that name none.
  public EngineIoSettings orPath(String value) {
    return path == null ? withPath(value) : this;
  }

  public EngineIoSettings withHeartbeat(Duration interval, Duration timeout) {
    return edited(to -> {
      to.pingInterval = interval;
      to.pingTimeout = timeout;
    });
  }

  public EngineIoSettings withUpgradeTimeout(Duration value) {
    return edited(to -> to.upgradeTimeout = value);
  }

  public EngineIoSettings withMaxPayload(int bytes) {
    return edited(to -> to.maxPayload = bytes);
  }

  public EngineIoSettings withMaxOutbound(int bytes) {
    return edited(to -> to.maxOutbound = bytes);
  }

  public EngineIoSettings withTransports(boolean servePolling, boolean serveWebSocket) {
    return edited(to -> {
      to.polling = servePolling;
      to.webSocket = serveWebSocket;
    });
  }

  public EngineIoSettings withUpgrades(boolean value) {
    return edited(to -> to.upgrades = value);
  }

  public EngineIoSettings withOrigins(OriginPolicy value) {
    return edited(to -> to.origins = value);
  }

  /// @param threshold messages smaller than this go uncompressed over WebSocket, in bytes
  public EngineIoSettings withCompression(boolean ofPolling, boolean ofWebSocket, int threshold) {
    return edited(to -> {
      to.compressPolling = ofPolling;
      to.deflate = ofWebSocket;
      to.deflateThreshold = threshold;
    });
  }

  public EngineIoSettings withCookie(@Nullable SessionCookie value) {
    return edited(to -> to.cookie = value);
  }

  private EngineIoSettings edited(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /// Settings that are being changed. Confined to one call.
  private static final class Draft {
    private @Nullable String path;
    private Duration pingInterval;
    private Duration pingTimeout;
    private Duration upgradeTimeout;
    private int maxPayload;
    private int maxOutbound;
    private boolean polling;
    private boolean webSocket;
    private boolean upgrades;
    private OriginPolicy origins;
    private boolean compressPolling;
    private boolean deflate;
    private int deflateThreshold;
    private @Nullable SessionCookie cookie;

    Draft(EngineIoSettings from) {
      path = from.path;
      pingInterval = from.pingInterval;
      pingTimeout = from.pingTimeout;
      upgradeTimeout = from.upgradeTimeout;
      maxPayload = from.maxPayload;
      maxOutbound = from.maxOutbound;
      polling = from.polling;
      webSocket = from.webSocket;
      upgrades = from.upgrades;
      origins = from.origins;
      compressPolling = from.compressPolling;
      deflate = from.deflate;
      deflateThreshold = from.deflateThreshold;
      cookie = from.cookie;
    }

    EngineIoSettings settings() {
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
          cookie);
    }
  }

  WebSocketSettings webSocketSettings() {
    return new WebSocketSettings(maxPayload, maxOutbound, deflate, deflateThreshold);
  }
}
